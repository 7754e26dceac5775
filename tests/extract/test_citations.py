"""Guideline statements: what each cites, in the words of no real letter."""

import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.clinical import CitationStatus, GuidelineSource
from pipeline.extract.citations import GuidelineStatement, ParsedCitation, parse_guideline
from pipeline.vocabulary.guidelines import guidelines

CITED = """
Decision based on MTUS ACOEM.
  = MTUS | ACOEM | - | - | -

Decision based on MTUS ACOEM Chapter 12 Low Back Complaints Page(s): 303-305.
  = MTUS | Low Back Complaints | - | Page(s): 303-305 | low_back

Decision based on MTUS Chronic Pain Treatment Guidelines Opioids Page(s): 74-96. Decision based on
    Non-MTUS Citation Official Disability Guidelines (ODG) Pain Chapter, Opioids for chronic pain.
  = MTUS | Chronic Pain Treatment | - | Opioids ; Page(s): 74-96 | chronic_pain
  = ODG | Pain | - | Opioids for chronic pain | chronic_pain

Decision based on MTUS Chronic Pain Medical Treatment Guidelines.
  = MTUS | Chronic Pain Medical Treatment | - | - | chronic_pain

Decision based on Non- MTUS Citation: Official Disability Guidlines (ODG), Mental Illness & Stress
    Chapter, Cognitive behavioral therapy (CBT)
  = ODG | Mental Illness & Stress | - | Cognitive behavioral therapy (CBT) | workplace_mental_health

Decision based on MTUS Stress Related Conditions 2004, Section(s) : Treatment, and Eye 2004. Decision
    based on Non-MTUS Citation UpToDate, Dry eyes.
  = MTUS | Stress Related Conditions | 2004 | Treatment | workplace_mental_health
  = MTUS | Eye | 2004 | - | eye
  = other | UpToDate, Dry eyes | - | - | -

Decision based on MTUS Low Back Disorders Guideline (ACOEM February 13, 2020), Section(s): Hot and Cold
    Therapies, Physical or Occupational Therapy.
  = MTUS | Low Back Disorders Guideline | 2020 | Hot and Cold Therapies ; Physical or Occupational
    Therapy | low_back

Decision based on MTUS Hand, Wrist, and Forearm Disorders 2019, Section(s): Electrodiagnostic Studies.
  = MTUS | Hand, Wrist, and Forearm Disorders | 2019 | Electrodiagnostic Studies | hand_wrist_forearm

Decision based on MTUS Workplace Mental Health: Depressive Disorders Guideline 2020, and Chronic Pain
    Guideline 2017, Section(s): Acupuncture.
  = MTUS | Workplace Mental Health: Depressive Disorders Guideline | 2020 | - | workplace_mental_health
  = MTUS | Chronic Pain Guideline | 2017 | Acupuncture | chronic_pain

Decision based on MTUS Traumatic Brain Injury Guideline 2017, Section(s): Cognitive rehabilitation.
  = MTUS | Traumatic Brain Injury Guideline | 2017 | Cognitive rehabilitation | -

Decision based on MTUS Opioids Guideline 2017, Section(s): Recommendations. Decision based on Non-MTUS
    Citation CDC Guideline for Prescribing Opioids for Chronic Pain, 2016.
  = MTUS | Opioids Guideline | 2017 | Recommendations | opioids
  = other | CDC Guideline for Prescribing Opioids for Chronic Pain, 2016 | - | - | -

The Claims Administrator based its decision on the Chronic Pain Medical Treatment Guidelines, pages
    98-99, which is part of the Medical Treatment Utilization Schedule (MTUS).
  = MTUS | Chronic Pain Medical Treatment | - | pages 98-99 | chronic_pain

The Claims Administrator based its decision on the American College of Occupational and Environmental
    Medicine (ACOEM), 2nd Edition, (2004), Chapter 12, Low Back Complaints, page 303, which is part of
    the MTUS.
  = MTUS | Low Back Complaints | 2004 | page 303 | low_back

ACOEM Guidelines, Chapter 12, Low Back Complaints, page 303
  = ACOEM | Low Back Complaints | - | page 303 | low_back

The Expert Reviewer found that no section of the MTUS was applicable. Per the Strength of Evidence
    hierarchy established by the California Department of Industrial Relations, Division of Workers'
    Compensation, the Expert Reviewer based his/her decision on the Official Disability Guidelines (ODG),
    Shoulder Chapter, Surgery for rotator cuff repair.
  = ODG | Shoulder | - | Surgery for rotator cuff repair | shoulder

The Physician Reviewer based his/her decision on the Chronic Pain Medical Treatment Guidelines,
    Functional restoration programs, pages 30-32.
  = MTUS | Chronic Pain Medical Treatment | - | Functional restoration programs ; pages 30-32 |
    chronic_pain

The Claims Administrator did not base their decision on the MTUS. Decision based on Non-MTUS Citation
    ODG, Hernia, Imaging.
  = ODG | Hernia | - | Imaging | -

CA MTUS 2009: 9792.24.2
  = MTUS | MTUS | 2009 | 9792.24.2 | chronic_pain

The Claims Administrator based its decision on the MTUS, ACOEM, and ODG guidelines.
  = MTUS | MTUS | - | - | -
  = ACOEM | ACOEM | - | - | -
  = ODG | Official Disability Guidelines | - | - | -

CA MTUS/ACOEM Guidelines, Chapter 7, page 127
  = MTUS | Chapter 7 | - | page 127 | -

Decision based on Non-MTUS Citation Pain Chapter of the Official Disability Guidelines.
  = ODG | Pain | - | - | chronic_pain

Decision based on Non-MTUS Citation AMA Guides to the Evaluation of Permanent Impairment, 5th Edition,
    page 20.
  = other | AMA Guides to the Evaluation of Permanent Impairment, 5th Edition, page 20 | - | - | -

Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Pain, Proton pump inhibitors;
    FDA (omeprazole); Smith J, et al. Spine Journal 2012.
  = ODG | Pain | - | Proton pump inhibitors | chronic_pain
  = other | FDA (omeprazole); Smith J, et al. Spine Journal 2012 | - | - | -

Decision based on MTUS Postsurgical Treatment Guidelines, Section(s): Hip, Pelvis and Thigh.
  = MTUS | Postsurgical Treatment | - | Hip, Pelvis and Thigh | postsurgical

Decision based on MTUS Neck and Upper Back Complaints 2004, Section(s): Special Studies,Summary and
    Shoulder Complaints 2004, Section(s): Surgical Considerations
  = MTUS | Neck and Upper Back Complaints | 2004 | Special Studies ; Summary | cervical_thoracic_spine
  = MTUS | Shoulder Complaints | 2004 | Surgical Considerations | shoulder

The Claims Administrator cited the ODG, Knee and Leg Chapter, hyaluronic acid injections, office visits.
  = ODG | Knee and Leg | - | hyaluronic acid injections ; office visits | knee

Decision based on MTUS Chronic Pain Medical Treatment 2009, Section(s): Opioids, criteria for use,
    Weaning of Medications, Opioids, California Controlled Substance Utilization Review and Evaluation
    System (CURES) [DWC].
  = MTUS | Chronic Pain Medical Treatment | 2009 | Opioids, criteria for use ; Weaning of Medications ;
    Opioids, California Controlled Substance Utilization Review and Evaluation System (CURES) [DWC] |
    chronic_pain

Decision based on Non-MTUS Citation ODG-TWC, Low Back Chapter - Opioids, dosing.
  = ODG | Low Back | - | Opioids, dosing | low_back

Decision based on Non-MTUS Citation Work Loss Data Institute, Official Disability Guidelines Treatment in
    Workers' Comp 2015, Knee & Leg, Walking aids (canes, crutches, braces, orthoses, & walkers).
  = ODG | Knee & Leg | 2015 | Walking aids (canes, crutches, braces, orthoses, & walkers) | knee

Decision based on Non-MTUS Citation MD Guidelines. com, Hip fracture.
  = other | MD Guidelines. com, Hip fracture | - | - | -

MTUS: American College of Occupational and Environmental Medicine (ACOEM), 2nd Edition, (2004), Shoulder
    Complaints, page 207. This guideline was used because it addresses the shoulder.
  = MTUS | Shoulder Complaints | 2004 | page 207 | shoulder

Decision based on MTUS General Approach to Initial Assessment and Documentation, page 127.
  = MTUS | General Approach to Initial Assessment and Documentation | - | page 127 | general_approaches

Decision based on MTUS Acupuncture Medical Treatment Guidelines.
  = MTUS | Acupuncture Medical Treatment | - | - | acupuncture

The Claims Administrator based its decision on Milliman Care Guidelines, Inpatient and Surgical Care.
  = other | Milliman Care Guidelines, Inpatient and Surgical Care | - | - | -

Decision based on Non-MTUS Citation ACOEM Practice Guidelines, 3rd Edition (2011), Chronic Pain, Trigger
    point injections.
  = ACOEM | Chronic Pain | 2011 | Trigger point injections | chronic_pain

Decision based on Non-MTUS Citation ACOEM V.3 Low Back, Lumbar supports.
  = ACOEM | Low Back | - | Lumbar supports | low_back

Decision based on Non-MTUS Citation ACOEM Occupational Medicine Practice Guidelines, page 92.
  = ACOEM | ACOEM | - | page 92 | -

Decision based on MTUS Low Back Complaints 2004 Decision based on Non-MTUS ODG Low Back MRI
  = MTUS | Low Back Complaints | 2004 | - | low_back
  = ODG | Low Back | - | MRI | low_back

The Physician Reviewer based his/her decision on the MTUS ACOEM Practice Guidelines, Chapter 12 (Low Back
    Complaints), page 303.
  = MTUS | Low Back Complaints | - | page 303 | low_back

The Claims Administrator based its decision on the MTUS Chronic Pain Medical Treatment Guidelines,
    page(s) 78, and on the Non-MTUS Other Medical Treatment Guideline or Medical Evidence: Cochrane
    review of massage.
  = MTUS | Chronic Pain Medical Treatment | - | page(s) 78 | chronic_pain
  = other | Cochrane review of massage | - | - | -

ACOEM Guidelines, Chapter 9, page 203, state there is no quality evidence that supports shock waves.
  = ACOEM | Chapter 9 | - | page 203 | shoulder

The Claims Administrator based its decision on the Chronic Pain Medical Treatment Guidelines of the MTUS,
    Opioids, page 78.
  = MTUS | Chronic Pain Medical Treatment | - | Opioids ; page 78 | chronic_pain

Decision based on the Official Disability Guidelines.
  = ODG | Official Disability Guidelines | - | - | -

Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Pain, Opioids, dosing and Other
    Medical Treatment Guidelines CDC opioid guideline.
  = ODG | Pain | - | Opioids, dosing | chronic_pain
  = other | CDC opioid guideline | - | - | -

Decision based on MTUS Ankle and Foot Complaints 2004, Section(s): Activity Modification, and
    Postsurgical Treatment 2009, Section(s): Ankle & Foot.
  = MTUS | Ankle and Foot Complaints | 2004 | Activity Modification | ankle_foot
  = MTUS | Postsurgical Treatment | 2009 | Ankle & Foot | postsurgical

Decision based on MTUS Elbow Complaints 2007.
  = MTUS | Elbow Complaints | 2007 | - | elbow

Decision based on MTUS Chronic Pain Medical Treatment 2009, Section(s): NSAIDs, GI symptoms &
    cardiovascular risk, Muscle relaxants (for pain), Opioids, dosing.
  = MTUS | Chronic Pain Medical Treatment | 2009 | NSAIDs, GI symptoms & cardiovascular risk ; Muscle
    relaxants (for pain) ; Opioids, dosing | chronic_pain

Decision based on MTUS Chronic Pain Medical Treatment 2016 Guidelines, Section(s): TENS, post operative
    pain, H-wave stimulation (HWT).
  = MTUS | Chronic Pain Medical Treatment | 2016 | TENS, post operative pain ; H-wave stimulation (HWT) |
    chronic_pain

Decision based on MTUS Opioid Treatment 2016, Section(s): 3.3.1 Opioids for Chronic Pain and Chronic
    Opioid Treatment: Screening for Risk of Addiction or Adverse Events, Prior to Chronic Opioid
    Treatment, 4. Tapering Opioids, and Knee Complaints 2004, Section(s): Summary.
  = MTUS | Opioid Treatment | 2016 | 3.3.1 Opioids for Chronic Pain and Chronic Opioid Treatment:
    Screening for Risk of Addiction or Adverse Events, Prior to Chronic Opioid Treatment ; 4. Tapering
    Opioids | opioids
  = MTUS | Knee Complaints | 2004 | Summary | knee

Decision based on MTUS Opioid Treatment 2016, Section(s): 1.1 Opioids for Acute Pain: Mild Injuries,
    Muscle relaxants (for pain).
  = MTUS | Opioid Treatment | 2016 | 1.1 Opioids for Acute Pain: Mild Injuries ; Muscle relaxants (for
    pain) | opioids

Decision based on MTUS Forearm, Wrist & Hand Complaints 2004, Section(s): Diagnositc Criteria, Surgical
    Considerations.
  = MTUS | Forearm, Wrist & Hand Complaints | 2004 | Diagnositc Criteria ; Surgical Considerations |
    hand_wrist_forearm

Decision based on MTUS Neck & Upper Back Complaints 2004 Guidelines, Sections: Follow-up Visits.
  = MTUS | Neck & Upper Back Complaints | 2004 | Follow-up Visits | cervical_thoracic_spine

Decision based on MTUS Hip and Groin Guideline 2019, Section(s): Total Hip Arthroplasty. Decision based
    on Non-MTUS Citation ACOEM Hip and Groin Disorders, Bursal injections.
  = MTUS | Hip and Groin Guideline | 2019 | Total Hip Arthroplasty | hip_groin
  = ACOEM | Hip and Groin Disorders | - | Bursal injections | hip_groin

Decision based on MTUS Cervical and Thoracic Spine Disorders Guideline (ACOEM October 17, 2018), and
    Initial Approaches to Treatment Guideline 2017.
  = MTUS | Cervical and Thoracic Spine Disorders Guideline | 2018 | - | cervical_thoracic_spine
  = MTUS | Initial Approaches to Treatment Guideline | 2017 | - | general_approaches

Decision based on MTUS Coronavirus (COVID-19) Guideline 2021, Section(s): Post-COVID-19 Syndrome.
  = MTUS | Coronavirus (COVID-19) Guideline | 2021 | Post-COVID-19 Syndrome | covid19

Decision based on MTUS Occupational/Work-Related Asthma Medical Treatment Guideline 2016.
  = MTUS | Occupational/Work-Related Asthma Medical Treatment Guideline | 2016 | - | asthma

Decision based on MTUS Eye Disorders Guidelines, Section(s): Corneal abrasion.
  = MTUS | Eye Disorders | - | Corneal abrasion | eye

Decision based on MTUS Toe Disorders 2018, Section(s): Buddy taping.
  = MTUS | Toe Disorders | 2018 | Buddy taping | -

Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Diabetes Chapter (updated
    5/5/15), Metformin (Glucophage).
  = ODG | Diabetes | - | Metformin (Glucophage) | -

Decision based on Non-MTUS Citation Official Disability Guidelines (ODG) Burns, Scar revision and ODG
    Infectious Diseases, Cephalexin (Keflex®).
  = ODG | Burns | - | Scar revision | -
  = ODG | Infectious Diseases | - | Cephalexin (Keflex®) | -

Decision based on Non-MTUS Citation ODG 2014 Neck and Upper Back (Acute & Chronic), Facet joint
    therapeutic steroid injections; Shoulder, Ultrasound, diagnostic.
  = ODG | Neck and Upper Back (Acute & Chronic) | 2014 | Facet joint therapeutic steroid injections |
    cervical_thoracic_spine
  = ODG | Shoulder | - | Ultrasound, diagnostic | shoulder

Decision based on Non-MTUS Citation Official Disability Guidelines (ODG) Hip & Pelvis (Trochanteric
    bursitis injections (steroid)).
  = ODG | Hip & Pelvis | - | Trochanteric bursitis injections (steroid) | hip_groin

Decision based on Non-MTUS Citation ODG Knee replacement criteria.
  = ODG | Official Disability Guidelines | - | Knee replacement criteria | -

Decision based on Non-MTUS Citation ODG, Geriatrics Chapter, Fall prevention.
  = ODG | Geriatrics | - | Fall prevention | -

Decision based on Non-MTUS Citation Offical Disability Guidelines: Pulmonary - Spirometry/Sleep studies.
  = ODG | Pulmonary | - | Spirometry/Sleep studies | -

Decision based on Non-MTUS Citation Physicians' Desk Reference, Botox; Official Disability Guidelines
    (ODG), Head, Botulinum toxin for chronic migraine.
  = other | Physicians' Desk Reference, Botox | - | - | -
  = ODG | Head | - | Botulinum toxin for chronic migraine | -

Decision based on Non-MTUS Citation Doe J, Roe R. Invented trial of heat wraps. Made-up Journal of Backs
    2011; 12: 101-118.
  = other | Doe J, Roe R. Invented trial of heat wraps. Made-up Journal of Backs 2011; 12: 101-118 | - |
    - | -

Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Low Back, Heat wraps. Doe J,
    Roe R. Invented trial. 2011.
  = ODG | Low Back | - | Heat wraps | low_back
  = other | Doe J, Roe R. Invented trial. 2011 | - | - | -

Decision based on Non-MTUS Citation https://www.example.org/heat-wraps.html, accessed 3/2/2015.
  = other | https://www.example.org/heat-wraps.html, accessed 3/2/2015 | - | - | -

Decision based on Non-MTUS Citation Low Back (Heat wraps).
  = other | Low Back (Heat wraps) | - | - | -

Decision based on Non-MTUS Citation Medicare Benefit Policy Manual, Chapter 15 and Other Medical
    Treatment Guidelines Milliman Care Guidelines, 20th Edition, Ambulatory Care.
  = other | Medicare Benefit Policy Manual, Chapter 15 | - | - | -
  = other | Milliman Care Guidelines, 20th Edition, Ambulatory Care | - | - | -

The Expert Reviewer based their decision on recommendation(s) outside of the MTUS Guidelines. Decision
    based on Non-MTUS Citation Official Disability Guidelines (ODG), Pain, Compound drugs and Other
    Medical Treatment Guidelines ACOEM, Chronic Pain, Topical creams.
  = ODG | Pain | - | Compound drugs | chronic_pain
  = ACOEM | Chronic Pain | - | Topical creams | chronic_pain

The Claims Administrator based its decision on clinical experience.
  = other | clinical experience | - | - | -

The Physician Reviewer relied on the Postsurgical Treatment Guidelines and the Acupuncture Medical
    Treatment Guidelines (2007), which are part of the MTUS.
  = MTUS | Postsurgical Treatment | - | - | postsurgical
  = MTUS | Acupuncture Medical Treatment | 2007 | - | acupuncture

The Claims Administrator based its decision on the ACOEM Practice Guidelines, 3rd Edition, Hand, Wrist,
    and Forearm Disorders, which is not part of the MTUS.
  = ACOEM | Hand, Wrist, and Forearm Disorders | - | - | hand_wrist_forearm

The Expert Reviewer based his/her decision on the California MTUS (Effective July 18, 2009), ACOEM,
    Chapter 13 (Knee Complaints), pages 341-343, and the Official Disability Guidelines (ODG), Knee
    Chapter, Arthroscopy.
  = MTUS | Knee Complaints | 2009 | pages 341-343 | knee
  = ODG | Knee | - | Arthroscopy | knee

CA MTUS, ACOEM 2004, Chapter 9, pages 207-209; ODG Shoulder, MRI
  = MTUS | Chapter 9 | 2004 | pages 207-209 | shoulder
  = ODG | Shoulder | - | MRI | shoulder

Stress Related Conditions 2004, page 402. The guideline was chosen because it covers sleep.
  = MTUS | Stress Related Conditions | 2004 | page 402 | workplace_mental_health

Decision based on MTUS Neck and Upper Back Complaints 2004, Low Back Complaints 2004, Section(s):
    Summary.
  = MTUS | Neck and Upper Back Complaints | 2004 | - | cervical_thoracic_spine
  = MTUS | Low Back Complaints | 2004 | Summary | low_back

Decision based on MTUS Low Back Complaints 2004, and Neck and Upper Back Complaints 2004, and Independent
    Medical Examinations and Consultations 2004, Section(s): Page 127.
  = MTUS | Low Back Complaints | 2004 | - | low_back
  = MTUS | Neck and Upper Back Complaints | 2004 | - | cervical_thoracic_spine
  = MTUS | Independent Medical Examinations and Consultations | 2004 | Page 127 | -

Decision based on MTUS General Approaches 2004, Section(s): General Approach to Initial Assessment and
    Documentation, and Low Back Complaints 2004, Section(s): Follow-up Visits.Decision based on Non-MTUS
    Citation ODG.
  = MTUS | General Approaches | 2004 | General Approach to Initial Assessment and Documentation |
    general_approaches
  = MTUS | Low Back Complaints | 2004 | Follow-up Visits | low_back
  = ODG | Official Disability Guidelines | - | - | -

Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Pain Chapter, Insomnia
    treatment, and ODG, Mental Illness and Stress Chapter, Sedative hypnotics.
  = ODG | Pain | - | Insomnia treatment | chronic_pain
  = ODG | Mental Illness and Stress | - | Sedative hypnotics | workplace_mental_health

Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Pain Chapter; Weaning, opioids
    (specific guidelines); Detoxification.
  = ODG | Pain | - | Weaning, opioids (specific guidelines) ; Detoxification | chronic_pain

Decision based on Non-MTUS Citation Official Disability Guidelines (ODG), Treatment Index, 13th Edition
    (web), 2015, Low Back, Facet joint pain, signs & symptoms.
  = ODG | Low Back | 2015 | Facet joint pain, signs & symptoms | low_back

Decision based on Non-MTUS Citation http://www.ncbi.nlm.nih.gov/pubmed/1234567;
    http://www.drugs.com/soma.html.
  = other | http://www.ncbi.nlm.nih.gov/pubmed/1234567 | - | - | -
  = other | http://www.drugs.com/soma.html | - | - | -

The Claims Administrator based its decision on the MTUS/ACOEM and the ODG.
  = MTUS | ACOEM | - | - | -
  = ODG | Official Disability Guidelines | - | - | -

The Expert Reviewer based his/her decision on the Medical Treatment Utilization Schedule (MTUS), Chronic
    Pain Medical Treatment Guidelines, Topical Analgesics, pages 111-113, and the Official Disability
    Guidelines (ODG), Pain Chapter, which is not a part of the MTUS.
  = MTUS | Chronic Pain Medical Treatment | - | Topical Analgesics ; pages 111-113 | chronic_pain
  = ODG | Pain | - | - | chronic_pain

The Claims Administrator based its decision on the CA MTUS Chronic Pain Guidelines.
  = MTUS | Chronic Pain | - | - | chronic_pain

CA MTUS Chronic Pain Medical Treatment Guidelines (May 2009), Part 2, page 60: Medications for chronic
    pain
  = MTUS | Chronic Pain Medical Treatment | 2009 | Part 2 ; page 60 ; Medications for chronic pain |
    chronic_pain

ACOEM Occupational Medicine Practice Guidelines, 2nd Edition, Chapter 9 Shoulder Complaints, pages
    201-205, Table 9-6.
  = ACOEM | Shoulder Complaints | - | pages 201-205 ; Table 9-6 | shoulder

The California MTUS does not address this treatment. Official Disability Guidelines, Shoulder, Continuous
    passive motion were used.
  = ODG | Shoulder | - | Continuous passive motion | shoulder

Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Opioids (see separate guideline),
    Medical food, Vitamin B & C.
  = MTUS | Chronic Pain Medical Treatment | 2016 | Opioids (see separate guideline) ; Medical food ;
    Vitamin B & C | chronic_pain

Decision based on MTUS Shoulder Disorders Guideline 2016, Section(s): Rotator Cuff Tears, Treatment
    Recommendations, Surgery.
  = MTUS | Shoulder Disorders Guideline | 2016 | Rotator Cuff Tears ; Treatment Recommendations ; Surgery
    | shoulder

Decision based on MTUS Chronic Pain, Section(s): CRPS. Decision based on Non-MTUS Citation ACOEM Low Back
    Disorders 2020.
  = MTUS | Chronic Pain | - | CRPS | chronic_pain
  = ACOEM | Low Back Disorders | 2020 | - | low_back

Decision based on MTUS Knee Disorders (2019), Section(s): Injections > Corticosteroids.
  = MTUS | Knee Disorders | 2019 | Injections > Corticosteroids | knee

Decision based on Non-MTUS Citation MCG Guidelines, 24th Edition.
  = other | MCG Guidelines, 24th Edition | - | - | -

ODG Integrated Treatment/Disability Duration Guidelines, Shoulder (Acute & Chronic), Arthroplasty
  = ODG | Shoulder (Acute & Chronic) | - | Arthroplasty | shoulder
"""
"""Statements, each with its citations: source | title | year | section ; section | topic."""

NONE_CITED = [
    "The Claims Administrator did not cite any evidence-based criteria.",
    "No guidelines were cited by the Claims Administrator.",
    "None.",
    "N/A",
    "The Claims Administrator did not cite a guideline in its utilization review determination letter.",
    "The Claims Administrator cited no guidelines.",
    "The Claims Administrator did not provide any guideline for its decision.",
    "There were no guidelines cited.",
    "The Claims Administrator did not base its decision on any medical evidence.",
    "The Expert Reviewer does not cite medical evidence.",
    "The utilization review determination does not reference a guideline.",
    "The Claims Administrator provided no medical evidence for the denial.",
    "No evidence was cited.",
]

NOT_UNDERSTOOD = [
    "",
    "The Claims Administrator based their decision on recommendation(s) outside of the MTUS Guidelines.",
    "The sky was blue.",
    (
        "The Expert Reviewer found the guidelines used by the Claims Administrator relevant and "
        "appropriate for the employee's clinical circumstance."
    ),
    "The provider did not document any red flags.",
    "The claim number is printed above.",
    "Section(s): ,;: (",
]


def blocks() -> Iterator[tuple[str, list[str]]]:
    for block in CITED.strip().split("\n\n"):
        text, *expected = (" ".join(part.split()) for part in block.split("\n  = "))
        yield text, expected


STATEMENTS = [*(text for text, _ in blocks()), *NONE_CITED, *NOT_UNDERSTOOD]
WORDS = sorted({word for text in STATEMENTS for word in text.split()})


def shown(text: str, citations: Sequence[ParsedCitation]) -> list[str]:
    shown = []
    for each in citations:
        sections = " ; ".join(text[start:end] for start, end in each.sections)
        values = each.source, each.title, each.year, sections, each.topic
        shown.append(" | ".join(str(value) if value else "-" for value in values))
    return shown


def check_places(text: str, statement: GuidelineStatement) -> None:
    """Each value stands where its span says, citations are in order, and none reaches into another."""
    extents = []
    for each in statement.citations:
        printed = text[slice(*each.title_span)]
        assert printed.strip()
        assert each.title in (printed, guidelines().sources[each.source][0])
        assert (each.year is None) == (each.year_span is None)
        if each.year_span:
            assert text[slice(*each.year_span)] == str(each.year)
        assert all(text[start:end].strip() == text[start:end] != "" for start, end in each.sections)
        assert all(one[1] <= other[0] for one, other in pairwise(each.sections))
        spans = [each.title_span, *([each.year_span] if each.year_span else []), *each.sections]
        extents.append((min(start for start, _ in spans), max(end for _, end in spans)))
    assert all(one[1] <= other[0] for one, other in pairwise(extents))
    assert (statement.status is CitationStatus.CITED) == bool(statement.citations)


@pytest.mark.parametrize(("text", "expected"), list(blocks()))
def test_citations_of_a_statement(text: str, expected: list[str]) -> None:
    statement = parse_guideline(text)
    assert shown(text, statement.citations) == expected
    assert statement.status is CitationStatus.CITED
    check_places(text, statement)


@pytest.mark.parametrize("text", NONE_CITED)
def test_a_statement_that_cites_nothing_says_so(text: str) -> None:
    assert parse_guideline(text) == GuidelineStatement(CitationStatus.NONE_CITED)


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_is_not_understood_is_said_to_be_so(text: str) -> None:
    assert parse_guideline(text) == GuidelineStatement(CitationStatus.NOT_UNDERSTOOD)


@given(st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join))
def test_any_order_of_words_gives_values_that_stand_in_the_text(text: str) -> None:
    check_places(text, parse_guideline(text))


@given(st.text(max_size=200))
def test_any_text_gives_a_statement(text: str) -> None:
    check_places(text, parse_guideline(text))


def test_capitals_that_grow_in_lower_case_do_not_shift_the_places() -> None:
    text = "Decision based on Non-MTUS Citation \u0130stanbul Journal; ODG Low Back, MRI."
    statement = parse_guideline(text)
    assert shown(text, statement.citations) == [
        "other | \u0130stanbul Journal | - | - | -",
        "ODG | Low Back | - | MRI | low_back",
    ]
    check_places(text, statement)


def test_both_generations_share_their_topics() -> None:
    names = guidelines()
    before = {each.topic for each in names.mtus_until_november_2017}
    since = {each.topic for each in names.mtus_since_december_2017}
    assert before - since == {"acupuncture", "postsurgical"}
    assert {each.topic for each in names.odg_chapters} - {None} <= before | since


@pytest.mark.parametrize("side", ["claims_administrator_guideline", "reviewer_guideline"])
def test_statements_of_real_letters_are_understood(shared: Path, side: str) -> None:
    records = [json.loads(path.read_text()) for path in sorted((shared / "gold" / "dev").glob("*.json"))]
    texts = {text for record in records for issue in record["issues"] if (text := issue[side])}
    for text in texts:
        statement = parse_guideline(text)
        assert statement.status is not CitationStatus.NOT_UNDERSTOOD, text
        check_places(text, statement)
        assert all(
            each.topic and each.year for each in statement.citations if each.source is GuidelineSource.MTUS
        ), text
