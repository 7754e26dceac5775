"""The closed vocabularies of what a letter says about diagnoses, requests and guidelines.

Request categories and subcategories, drug classes and their names are those of the Division of Workers'
Compensation's own search tool for IMR decisions (2017).
"""

from models.vocabulary import Described


class Basis(Described):
    """By what kind of wording the clinical summary gives the worker a condition."""

    DIAGNOSED = "diagnosed", "diagnosis wording: diagnosed with, impression, assessment"
    TREATED_FOR = "treated_for", "treatment wording: being treated for"
    CLAIMED = "claimed", "claim wording: has filed a claim for"


class Certainty(Described):
    """How certain the letter is of a diagnosis."""

    AFFIRMED = "affirmed", "stated without reserve"
    POSSIBLE = "possible", "marked as possible, probable, suspected or to be ruled out"


class Category(Described):
    """The Division's category of a disputed request."""

    DIAGNOSTIC_TESTING = "diagnostic_testing", "imaging, electrodiagnostics, laboratory and other tests"
    DMEPOS = "dmepos", "durable medical equipment, prosthetics, orthotics and supplies"
    EVALUATION_AND_MANAGEMENT = (
        "evaluation_and_management",
        "visits, consultations and referrals that are not for surgery or psych services; dental services",
    )
    HOME_HEALTH = "home_health", "care at home"
    INJECTION = "injection", "epidural, facet, joint and trigger point injections, nerve blocks"
    PHARMACEUTICALS = "pharmaceuticals", "drugs, topicals and compounds"
    PROGRAMS = "programs", "functional restoration, weight loss, work conditioning, detoxification, gym"
    PSYCH_SERVICES = "psych_services", "psychological evaluation, testing and therapies"
    REHABILITATION = "rehabilitation", "physical and occupational therapy, chiropractic, acupuncture, others"
    SURGERY = "surgery", "operations and the services around them"
    TRANSPORTATION = "transportation", "ways to and from care"
    OTHER = "other", "none of these categories"


class Subcategory(Described):
    """The Division's subcategory of a disputed request; most oral drugs have none."""

    IMAGING_RADIOLOGY = "imaging_radiology", "Imaging & Radiology"
    EMG_NCV_NCS = "emg_ncv_ncs", "EMG/NCV/NCS"
    LAB_AND_PATHOLOGY = "lab_and_pathology", "Lab & Pathology"
    OTHER_DIAGNOSTIC_TESTS = "other_diagnostic_tests", "Other Diagnostic Tests"
    DME = "dme", "Durable medical equipment"
    ELECTRICAL_STIMULATION = "electrical_stimulation", "Electrical Stimulation"
    PROSTHETICS_ORTHOTICS = "prosthetics_orthotics", "Prosthetics/Orthotics"
    SUPPLIES = "supplies", "Supplies"
    DENTAL_SERVICES = "dental_services", "Dental Services"
    MEDICAL_SPECIALTIES = "medical_specialties", "Medical Specialties"
    HOME_HEALTH = "home_health", "Home Health"
    FACET_INJECTION = "facet_injection", "Facet Injection"
    INJECTION = "injection", "Injection"
    TOPICAL_COMPOUNDS = "topical_compounds", "Topical Compounds"
    PROGRAMS = "programs", "Programs"
    EVALUATION_AND_MANAGEMENT = "evaluation_and_management", "Evaluation & Management (psych services)"
    THERAPIES = "therapies", "Therapies (psych services)"
    ACUPUNCTURE = "acupuncture", "Acupuncture"
    CHIROPRACTIC = "chiropractic", "Chiropractic"
    OTHER_THERAPIES = "other_therapies", "Other Therapies"
    PHYSICAL_THERAPY_OCCUPATIONAL_THERAPY_PT_OT = (
        "physical_therapy_occupational_therapy_pt_ot",
        "Physical Therapy/Occupational Therapy (PT/OT)",
    )
    ADJUNCT_SURGICAL_SERVICES = "adjunct_surgical_services", "Adjunct Surgical Services"
    ARTHROSCOPIC_SURGERY = "arthroscopic_surgery", "Arthroscopic Surgery"
    NON_ARTHROSCOPIC_SURGERY = "non_arthroscopic_surgery", "Non-arthroscopic Surgery"
    SPINE = "spine", "Spine"
    SURGICAL_CONSULT = "surgical_consult", "Surgical Consult"
    TRANSPORTATION = "transportation", "Transportation"


class DrugClass(Described):
    """The Division's class of a drug."""

    ADRENAL_CORTICAL_STEROIDS = "adrenal_cortical_steroids", "Adrenal Cortical Steroids"
    ALPHA_BLOCKER = "alpha_blocker", "Alpha-blocker"
    ANDROGENS_AND_ANABOLIC_STEROIDS = "androgens_and_anabolic_steroids", "Androgens & Anabolic Steroids"
    ANTIANXIETY = "antianxiety", "AntiAnxiety"
    ANTI_COAGULANT = "anti_coagulant", "Anti-coagulant"
    ANTIDEPRESSANTS = "antidepressants", "Antidepressant"
    ANTIDIABETICS = "antidiabetics", "Antidiabetics"
    ANTIEMETIC = "antiemetic", "Antiemetic"
    ANTI_EPILEPSY_DRUGS = "anti_epilepsy_drugs", "Anti-epilepsy drugs"
    ANTIHISTAMINE = "antihistamine", "Antihistamine"
    ANTIHYPERTENSIVE = "antihypertensive", "Antihypertensive"
    ANTI_INFECTIVES = "anti_infectives", "Anti-infectives"
    ANTIMIGRAINE_AGENT = "antimigraine_agent", "Antimigraine Agent"
    ASTHMA_MEDICATIONS = "asthma_medications", "Asthma medication"
    ATYPICAL_ANTIPSYCHOTICS = "atypical_antipsychotics", "Atypical Antipsychotic"
    BARBITURATES = "barbiturates", "Barbiturates"
    BENZODIAZEPINES = "benzodiazepines", "Benzodiazepine"
    BETA_BLOCKER = "beta_blocker", "Beta-blocker"
    BISPHOSPHONATES = "bisphosphonates", "Bisphosphonates"
    CALCIUM_CHANNEL_BLOCKERS = "calcium_channel_blockers", "Calcium Channel Blocker"
    CANNABINOIDS = "cannabinoids", "Cannabinoids"
    DOPAMINE_AGONISTS = "dopamine_agonists", "Dopamine agonists"
    FIBRIC_ACID = "fibric_acid", "Fibric Acid"
    GI_AGENTS = "gi_agents", "GI Agents"
    H2_BLOCKERS = "h2_blockers", "H2 Blocker"
    HORMONES = "hormones", "Hormones"
    IMPOTENCE_AGENTS = "impotence_agents", "Impotence Agents"
    INJECTABLE_DRUGS = "injectable_drugs", "Injection"
    MISC_ANALGESICS = "misc_analgesics", "Misc Analgesics"
    MUSCLE_RELAXANTS = "muscle_relaxants", "Muscle Relaxant"
    NSAIDS = "nsaids", "NSAID"
    NUTRITIONAL_PRODUCTS = "nutritional_products", "Nutritional Products"
    OPIOIDS = "opioids", "Opioids"
    OPIOID_ANTAGONISTS = "opioid_antagonists", "Opioid Antagonist"
    PROTON_PUMP_INHIBITORS = "proton_pump_inhibitors", "Proton Pump Inhibitors"
    SEDATIVE_HYPNOTICS = "sedative_hypnotics", "Sedative-hypnotics"
    STATINS = "statins", "Statin"
    STIMULANTS = "stimulants", "Stimulants"
    TOPICAL_ANALGESICS = "topical_analgesics", "Topical Analgesics"
    TOPICAL_COMPOUNDS = "topical_compounds", "Topical Compounds"
    TNF_MODIFIERS = "tnf_modifiers", "Tumor necrosis factor (TNF) modifier"
    VISCOSUPPLEMENTATION = "viscosupplementation", "Viscosupplementation"


class GuidelineSource(Described):
    """Whose guideline a citation names."""

    MTUS = "MTUS", "the Medical Treatment Utilization Schedule (8 CCR 9792.20 and following)"
    ODG = "ODG", "Official Disability Guidelines"
    ACOEM = "ACOEM", "American College of Occupational and Environmental Medicine, cited outside the MTUS"
    OTHER = "other", "any other guideline, article or reference"


class CitationStatus(Described):
    """What a guideline statement amounts to."""

    CITED = "cited", "it cites at least one guideline"
    NONE_CITED = "none_cited", "it says that no medical evidence was cited"
    NOT_UNDERSTOOD = "not_understood", "its words are none of the known forms: read its text"
