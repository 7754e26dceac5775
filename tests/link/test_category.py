"""The category of a request: what is asked for stands first in its title, and is its head."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.clinical import Category, Subcategory
from pipeline.link.category import LEVELS, Categorised, categorise, words_of
from pipeline.vocabulary.request_categories import form_of, request_categories

SUBCATEGORIES: dict[str, set[str | None]] = {
    "diagnostic_testing": {"imaging_radiology", "emg_ncv_ncs", "lab_and_pathology", "other_diagnostic_tests"},
    "dmepos": {"dme", "electrical_stimulation", "prosthetics_orthotics", "supplies"},
    "evaluation_and_management": {"dental_services", "medical_specialties"},
    "home_health": {"home_health"},
    "injection": {"facet_injection", "injection"},
    "pharmaceuticals": {"topical_compounds", None},
    "programs": {"programs"},
    "psych_services": {"evaluation_and_management", "therapies"},
    "rehabilitation": {
        "acupuncture",
        "chiropractic",
        "other_therapies",
        "physical_therapy_occupational_therapy_pt_ot",
    },
    "surgery": {
        "adjunct_surgical_services",
        "arthroscopic_surgery",
        "non_arthroscopic_surgery",
        "spine",
        "surgical_consult",
    },
    "transportation": {"transportation"},
    "other": {None},
}

TITLES = {
    "diagnostic_testing imaging_radiology": """
        MRI of the right ankle without contrast
        3T MRI, bilateral knees
        MRIs of the cervical and lumbar spine
        MRI of the knee prior to injection
        MR arthrogram of the left hip
        CT myelogram of the lumbar spine
        X-rays, 2 views, left wrist
        Xray of the pelvis
        Repeat x ray right foot (3 views)
        Weight-bearing radiographs of both feet
        CXR
        Triple-phase bone scan
        DEXA scan
        Ultrasound of the left shoulder
        Duplex scan of the lower extremities
        Lumbar discogram L3-4, L4-5 and L5-S1
        Referral for MRI of the brain
        Fluoroscopic guidance
        Standing AP pelvis X-ray for surgical planning""",
    "diagnostic_testing emg_ncv_ncs": """
        EMG/NCV of the bilateral upper extremities
        Electrodiagnostic studies, left arm
        Electro-diagnostic testing of the legs
        Nerve conduction studies of the right hand
        NCS bilateral lower extremities
        Repeat EMG, right leg""",
    "diagnostic_testing lab_and_pathology": """
        Urine drug screen
        UDS x 4 per year
        Random urine toxicology
        12 panel drug screen with confirmation
        Quarterly labs: CBC, CMP
        Chem 8 panel
        Comprehensive metabolic panel
        Serum testosterone level
        Hemoglobin A1c
        H. pylori breath test
        DNA testing
        Pharmacogenetic test
        Genetic testing for narcotic abuse risk
        Blood work to check liver and kidney function
        PT/INR
        Biopsy of skin lesion""",
    "diagnostic_testing other_diagnostic_tests": """
        Functional capacity evaluation
        Initial FCE
        Sleep study
        Polysomnography, overnight
        EKG
        2D echo
        Stress echocardiogram
        24 hour Holter monitor
        EEG
        Pulmonary function testing
        Computerized range of motion and muscle testing
        VNG testing
        Audiogram
        Colonoscopy
        Upper GI endoscopy
        Sudoscan""",
    "dmepos dme": """
        Motorized scooter
        Front-wheeled walker
        Crutches
        Hospital bed, 6 week rental
        Tempur-pedic mattress
        California king orthopedic mattress
        Ergonomic chair
        Sit/stand workstation
        Shower chair
        3-in-1 commode
        Grab bars for the bathroom
        Home modification: widen doors
        Wheelchair ramp
        Cold therapy unit, 7 day rental
        Post-op cold therapy unit with pads
        Game Ready rental x 14 days
        DVT compression device with sleeves
        Intermittent pneumatic compression device
        Home cervical traction unit
        Cervical traction for home use
        Home exercise kit for the shoulder
        Heating pad
        Hot/cold pack
        CPAP machine
        Bone growth stimulator
        Continuous passive motion (CPM) x 21 days
        Inversion table
        Treadmill
        Handheld shower head
        Paraffin bath unit for home
        Knee scooter (rental)""",
    "dmepos electrical_stimulation": """
        TENS unit
        TENS unit with electrodes
        30 day trial of a TENS unit, 2 times a day
        Transcutaneous electrical nerve stimulator
        Interferential unit, purchase
        IF unit with supplies
        H-wave
        H-wave device, 3 month rental
        H-wave unit for home use
        NMES unit
        Electrical stimulator unit purchase
        EMS unit
        Retrospective E-stim (DOS 1/2/15)
        OrthoStim4 unit
        Prime dual neurostimulator""",
    "dmepos prosthetics_orthotics": """
        Lumbar brace
        LSO back brace purchase
        Lumbar support orthosis
        Left knee hinged brace
        Unloader knee brace
        Bilateral wrist splints
        Thumb spica splint
        Custom orthotics
        Functional orthotics, bilateral
        Orthopedic shoes
        CAM walker boot
        Cervical collar
        Shoulder sling
        Compression stockings
        Bilateral hearing aids
        Prescription eyeglasses
        Below-knee prosthesis with socket
        Cock-up wrist brace
        Cubital tunnel splint""",
    "dmepos supplies": """
        TENS unit electrodes
        TENS unit supplies x 6 months
        Electrodes, 8 pairs
        Electrodes for TENS unit
        Interferential unit batteries
        Batteries (AAA) #12
        Wound care supplies
        Catheters, 30 per month
        Kinesio tape
        Lead wires
        CPAP supplies""",
    "evaluation_and_management medical_specialties": """
        Follow-up visit with orthopedist
        Follow up with pain management
        Office visit x 6
        Neurology consult
        Consultation with an internist
        Internal medicine consultation
        Pain management consultation for possible injections
        Referral to pain management for epidural injection
        Referral to neurologist
        Referral to a podiatrist for orthotics
        Urology evaluation
        Evaluation by an ophthalmologist
        Monthly medication management
        Re-evaluation in 6 weeks
        Follow up visit after surgery
        Epidural steroid injection consultation
        Emergency room visit
        Nutritionist consultation
        Second opinion""",
    "evaluation_and_management dental_services": """
        Dental evaluation
        Dental implants, teeth #8 and #9
        Root canal, tooth 14
        Porcelain crown
        Consultation with a dentist
        Night guard
        Periodontal scaling and root planing""",
    "home_health home_health": """
        Home health aide 4 hours a day
        Home health physical therapy 2 x 3
        Home health care evaluation
        In-home physical therapy
        Home nurse visits for wound care
        Post-op home health nurse
        Housekeeping, 4 hours every other week
        Caregiver assistance 8 hours a day
        Attendant care""",
    "injection injection": """
        Injection of Kenalog under fluoroscopy
        Right L4-L5 transforaminal epidural steroid injection
        LESI L5-S1
        Caudal ESI with sedation
        C7-T1 interlaminar epidural
        Trigger point injections x 4
        Left SI joint injection
        Stellate ganglion block
        Ganglion impar block
        Lumbar sympathetic blocks x 3
        Greater occipital nerve block
        Selective nerve root block, L5
        Ultrasound-guided cortisone injection, left shoulder
        Botox injection
        Synvisc injection, right knee
        PRP injection, left elbow
        Stem cell injections
        Toradol injection 60mg
        Prolotherapy
        Hardware block, L4-5
        Ganglion cyst injection
        Left trigger thumb injection""",
    "injection facet_injection": """
        Bilateral L4-5 and L5-S1 facet injections
        Facet joint injection
        Medial branch blocks at C4-5 and C5-6
        Left MBB L3, L4, L5
        Radiofrequency ablation, L4-S1
        RFA of the cervical medial branches
        Lumbar rhizotomy
        Cervical facet neurotomy
        Injection, facet joint, lumbar""",
    "programs programs": """
        Functional restoration program
        Functional restoration program evaluation
        HELP program, 2 weeks
        Multidisciplinary pain program, 160 hours
        Gym membership
        One year gym membership with pool
        Weight loss program
        Lindora
        Work hardening x 12
        Work conditioning 3 times a week
        Detox program
        Inpatient detoxification
        Referral for weight loss program""",
    "psych_services evaluation_and_management": """
        Psych consult
        Psychological evaluation
        Psychiatric evaluation
        Consultation with a psychologist
        Referral to psychiatrist
        Follow-up visit with psychiatrist
        Follow-up with psych
        Psychological testing
        Neuropsychological testing
        Psychological clearance for spinal cord stimulator trial
        Spinal cord stimulator psych clearance
        Beck Depression Inventory
        Mental health evaluation""",
    "psych_services therapies": """
        Cognitive behavioral therapy
        CBT x 6
        Individual psychotherapy x 12
        Psychotherapy sessions
        Group therapy, 8 sessions
        Biofeedback
        Psychology treatment 1 x 6
        Psychologist sessions x 6
        Counseling
        Hypnotherapy
        Transcranial magnetic stimulation""",
    "rehabilitation physical_therapy_occupational_therapy_pt_ot": """
        Physical therapy evaluation
        Post-op physical therapy
        Postoperative PT 2x6 left shoulder
        Pre-op physical therapy
        PT 3x4
        OT 2 x 6 right hand
        Hand therapy
        Aquatic therapy
        Pool therapy 12 sessions
        Continue with physical therapy
        Referral for physical therapy
        Therapeutic exercises 2 times a week
        Vestibular rehabilitation
        Physiotherapy, lumbar""",
    "rehabilitation acupuncture": """
        Acupuncture
        Acupuncture 2x4 with electrical stimulation
        Initial acupuncture evaluation
        Treatment with acupuncture
        Electro-acupuncture, eight visits""",
    "rehabilitation chiropractic": """
        Chiropractic
        Chiro 2x4
        Chiropractic manipulation with modalities
        Referral to a chiropractor
        Spinal manipulation, 6 visits""",
    "rehabilitation other_therapies": """
        Massage therapy
        Deep tissue massage 1 x 6
        Electrical stimulation 12 sessions
        Interferential current, 6 visits
        H-wave treatments 2 times a week
        Infrared, two times a week
        Mechanical traction 2 x 4
        Hot packs x 8 visits
        Ultrasound 2 times a week for 4 weeks
        Shockwave therapy, 3 sessions
        ESWT once a week for 3 weeks, 3 visits
        Myofascial release
        Dry needling
        Cold laser
        Percutaneous electrical nerve stimulation
        Speech therapy
        Therapy twice weekly""",
    "surgery spine": """
        ACDF C5-6
        L4-S1 fusion
        Anterior cervical discectomy and fusion at C5-C6
        L4-5 microdiscectomy
        Lumbar laminectomy
        Lumbar hardware removal
        Hardware removal, L5-S1
        Kyphoplasty T12
        Spinal cord stimulator trial
        SCS implant
        Permanent implantation of intrathecal pump
        Lumbar spine surgery
        SI joint fusion
        Cervical disc replacement""",
    "surgery arthroscopic_surgery": """
        Left knee arthroscopy with partial meniscectomy
        Right shoulder arthroscopic rotator cuff repair
        Subacromial decompression, arthroscopic
        Arthroscopic ankle debridement
        Shoulder surgery: arthroscopy""",
    "surgery non_arthroscopic_surgery": """
        Right carpal tunnel release
        Left trigger finger release
        Total knee arthroplasty
        TKA, right
        ORIF left distal radius
        Open rotator cuff repair
        Cubital tunnel release with ulnar nerve transposition
        Hardware removal, right ankle
        Inguinal hernia repair
        Bunionectomy
        Right knee surgery
        Manipulation under anesthesia, left shoulder
        Incision and drainage
        Cataract surgery
        Peripheral nerve stimulator trial
        Gastric bypass
        Cubital tunnel surgery
        Deep brain stimulation
        Excision of ganglion cyst""",
    "surgery surgical_consult": """
        Surgical consult
        Referral to orthopedic surgeon
        Orthopedic surgery consultation
        Consultation with a spine surgeon
        Neurosurgical evaluation
        Neurosurgeon second opinion
        Consult for total knee replacement
        Spinal cord stimulator evaluation""",
    "surgery adjunct_surgical_services": """
        Associated surgical service: Cold therapy unit
        Associated surgical services: Norco 10mg #60
        Associated surgical service: Physical therapy x 12
        Assistant surgeon
        PA-C assistant
        Pre-op labs
        Pre-operative medical clearance
        Preoperative EKG
        Chest x-ray, pre-op
        Pre-op history and physical
        Medical clearance
        Inpatient stay x 3 days
        2 day hospital stay
        General anesthesia
        Intraoperative neuromonitoring
        Surgery center facility""",
    "transportation transportation": """
        Transportation to and from appointments
        Round trip transportation to physical therapy
        Medical transportation
        Taxi to surgery center""",
    "other": """
        Interpreter
        Spanish interpreter for office visits
        Medical records
        CURES report
        Nurse case manager
        Localized intense neurostimulation therapy
        Extracorporeal shockwave therapy
        ESWT, left foot
        Hyperbaric oxygen
        Skilled nursing facility 14 days""",
    "pharmaceuticals": """
        Unknown prescription of Zzzanol
        Zzzanol 10mg #60
        Topical cream
        Muscle relaxant
        Viscosupplementation, right knee
        Medical food""",
}

CASES = [
    (title.strip(), key.partition(" ")[0], key.partition(" ")[2] or None)
    for key, titles in TITLES.items()
    for title in titles.strip().splitlines()
]


def words(found: Categorised) -> tuple[str | None, str | None]:
    """Category and subcategory as text."""
    return found.category and found.category.value, found.subcategory and found.subcategory.value


@pytest.mark.parametrize(("title", "category", "subcategory"), CASES)
def test_titles(title: str, category: str, subcategory: str | None) -> None:
    found = (category, subcategory)
    assert words(categorise(title, False, False, [])) == found
    assert words(categorise(title.upper(), False, False, [])) == found
    retrospective = categorise(f"Retrospective request for {title} (DOS: 3/4/2015)", False, False, [])
    assert retrospective.category == category


@pytest.mark.parametrize(
    ("title", "category"),
    [
        ("Norco 10/325mg #60", "pharmaceuticals"),
        ("Post-op Percocet", "pharmaceuticals"),
        ("Pre-op Celebrex 200mg", "pharmaceuticals"),
        ("Valium 5mg 1 hour before MRI", "pharmaceuticals"),
        ("Voltaren gel 1% and a TENS unit", "pharmaceuticals"),
        ("Zofran for nausea after surgery", "pharmaceuticals"),
        ("Orthovisc x 3", "pharmaceuticals"),
        ("Botox 200 units", "pharmaceuticals"),
        ("One month supply of Relafen", "pharmaceuticals"),
        ("Prescription of Lyrica", "pharmaceuticals"),
        ("Ketamine infusion", "pharmaceuticals"),
        ("Acupuncture with capsaicin patch, 6 visits", "rehabilitation"),
        ("Injection of lidocaine 1% and Depo-Medrol 40mg", "injection"),
        ("Depo-Medrol 40mg injection, right knee", "injection"),
        ("Botox injections, 200 units", "injection"),
        ("Iontophoresis with dexamethasone, 6 sessions", "rehabilitation"),
        ("Urine drug screen for Norco", "diagnostic_testing"),
        ("Associated surgical service: Keflex 500mg #28", "surgery"),
    ],
)
def test_a_drug_and_what_else_the_title_asks_for(title: str, category: str) -> None:
    assert words(categorise(title, True, False, []))[0] == category


def test_a_compound_has_its_own_subcategory() -> None:
    title = "Ketoprofen 10%/lidocaine 5% cream, 120 grams"
    assert words(categorise(title, True, True, [])) == ("pharmaceuticals", "topical_compounds")
    assert words(categorise(title, True, False, [])) == ("pharmaceuticals", None)
    assert words(categorise("Topical compound", False, True, [])) == ("pharmaceuticals", "topical_compounds")


@pytest.mark.parametrize(
    ("title", "codes", "category", "subcategory"),
    [
        ("CPT 72148", ["72148"], "diagnostic_testing", "imaging_radiology"),
        (
            "Treatment (97110, 97140)",
            ["97110", "97140"],
            "rehabilitation",
            "physical_therapy_occupational_therapy_pt_ot",
        ),
        ("Procedure 64493", ["64493"], "injection", "facet_injection"),
        ("Surgery: 29881", ["29881"], "surgery", "arthroscopic_surgery"),
        ("HCPCS L0637", ["L0637"], "dmepos", "prosthetics_orthotics"),
        ("Unit E0730", ["E0730"], "dmepos", "electrical_stimulation"),
        ("99214", ["99214"], "evaluation_and_management", "medical_specialties"),
        ("90837 x 6", ["90837"], "psych_services", "therapies"),
        ("J3490", ["J3490"], "pharmaceuticals", None),
        ("0232T", ["0232T"], "injection", "injection"),
    ],
)
def test_a_code_tells_where_words_do_not(
    title: str, codes: list[str], category: str, subcategory: str | None
) -> None:
    assert words(categorise(title, False, False, codes)) == (category, subcategory)


def test_words_come_before_codes_and_unknown_codes_say_nothing() -> None:
    assert (
        words(categorise("MRI of the neck (CPT 97110)", False, False, ["97110"]))[0] == "diagnostic_testing"
    )
    assert categorise("Whatnot", False, False, ["00000", "Z9999"]) == Categorised(None, None)


@pytest.mark.parametrize("title", ["", "   ", "Whatnot", "#12", "of the", "Left"])
def test_nothing_recognised(title: str) -> None:
    assert categorise(title, False, False, []) == Categorised(None, None)


def test_a_remainder_is_classified_by_what_was_asked_for() -> None:
    title = (
        "Massage therapy x 12 was the original request. Massage therapy x 6 was authorized by the Claims "
        "Administrator. The remaining IMR eligible portion of the original request, massage therapy x 6 is"
    )
    assert words(categorise(title, False, False, [])) == ("rehabilitation", "other_therapies")


PHRASES = sorted({p for group in request_categories().heads for p in group.phrases if p[0] != "*"})


@given(st.text(max_size=80), st.booleans(), st.booleans(), st.lists(st.text(max_size=6), max_size=3))
def test_any_title_gives_a_value(title: str, drug: bool, compound: bool, codes: list[str]) -> None:
    found = categorise(title, drug, compound, codes)
    assert found.category is not None or found.subcategory is None


@given(st.lists(st.sampled_from([*PHRASES, "for", "with", "consultation", "x 6", "lumbar"]), min_size=1))
def test_known_words_give_a_subcategory_of_their_category(parts: list[str]) -> None:
    found = categorise(" ".join(parts), False, False, [])
    if found.category is not None:
        assert found.subcategory in SUBCATEGORIES[found.category]


def test_every_group_names_a_subcategory_of_its_category() -> None:
    assert set(SUBCATEGORIES) == {category.value for category in Category}
    rules = request_categories()
    groups = [
        *rules.wherever, *rules.heads, *rules.modalities, *rules.people, *rules.visits, *rules.general,
        *rules.vague, *rules.specific, *rules.codes, *(turn.into for turn in rules.turns),
    ]  # fmt: skip
    for group in groups:
        assert group.subcategory in SUBCATEGORIES[group.category], group
    assert {g.subcategory for g in groups} | {Subcategory.TOPICAL_COMPOUNDS} >= set(Subcategory)


def test_no_phrase_stands_in_two_places() -> None:
    rules = request_categories()
    phrases = [
        (phrase[0] == "*", *words_of(phrase))
        for level in LEVELS
        for group in getattr(rules, level)
        for phrase in group.phrases
    ]
    assert len(phrases) == len(set(phrases))


def test_no_code_lies_in_two_ranges() -> None:
    ranges = sorted((form_of(known.first), known.first, known.last) for known in request_categories().codes)
    for (form, _, last), (next_form, first, _) in itertools.pairwise(ranges):
        assert form != next_form or last < first
