"""Ingredients and classes of the drugs of a title: the same drug is another thing on the skin."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.clinical import DrugClass
from pipeline.extract.drugs import find_drugs
from pipeline.link.drugs import is_compound, link_drugs
from pipeline.vocabulary.drugs import drugs

COMPOUND, TOPICAL = DrugClass.TOPICAL_COMPOUNDS, DrugClass.TOPICAL_ANALGESICS


def linked(title: str) -> list[tuple[str | None, DrugClass | None]]:
    return [(drug.ingredient, drug.drug_class) for drug in link_drugs(title, find_drugs(title))]


@pytest.mark.parametrize(
    ("title", "ingredient", "drug_class"),
    [
        ("Norco 10/325mg #60", "hydrocodone/acetaminophen", DrugClass.OPIOIDS),
        ("Fentanyl patch 25mcg/hr", "fentanyl", DrugClass.OPIOIDS),
        ("Tramadol 20% cream", "tramadol", TOPICAL),
        ("Voltaren 75mg #60", "diclofenac", DrugClass.NSAIDS),
        ("Voltaren gel 100gm", "diclofenac", TOPICAL),
        ("Diclofenac sodium 3% 100gm", "diclofenac", TOPICAL),
        ("Ketoprofen 20% cream", "ketoprofen", TOPICAL),
        ("Ketoprofen 20% in cream base 240gm", "ketoprofen", COMPOUND),
        ("Compounded ketoprofen 20%", "ketoprofen", COMPOUND),
        ("Ketophene cream", "ketoprofen", COMPOUND),
        ("Lidocaine 5% patch #30", "lidocaine", TOPICAL),
        ("Trigger point injection with lidocaine", "lidocaine", DrugClass.INJECTABLE_DRUGS),
        ("Orthovisc injection, left knee", "hyaluronate", DrugClass.VISCOSUPPLEMENTATION),
        ("Fanatrex 25mg/ml oral suspension 420ml", "gabapentin", DrugClass.ANTI_EPILEPSY_DRUGS),
        ("Triamcinolone 0.1% cream", "triamcinolone", DrugClass.ADRENAL_CORTICAL_STEROIDS),
        ("Ciprofloxacin 0.3% eye drops", "ciprofloxacin", DrugClass.ANTI_INFECTIVES),
        ("Soma Compound #60", "carisoprodol/aspirin", DrugClass.MUSCLE_RELAXANTS),
        ("Colchicine 0.6mg", "colchicine", None),
        ("Foobarin 20mg", None, None),
    ],
)
def test_one_drug(title: str, ingredient: str | None, drug_class: DrugClass | None) -> None:
    assert linked(title) == [(ingredient, drug_class)]
    assert is_compound(title, find_drugs(title)) == (drug_class is COMPOUND)


@pytest.mark.parametrize(
    ("title", "classes"),
    [
        ("Flurbiprofen 20%/Baclofen 5%/Dexamethasone 2% cream", [COMPOUND] * 3),
        ("FCL (Flurbiprofen, Cyclobenzaprine, Lidocaine) ointment", [COMPOUND] * 3),
        ("Amitriptyline 10%, Gabapentin/Capsaicin 0.05%, 240gm", [COMPOUND] * 3),
        ("Flurbiprofen/Menthol 20/2% 120gm", [COMPOUND] * 2),
        ("Lidocaine 5%/Foobarin 2% gel", [COMPOUND] * 2),
        ("Compounded cream: ketamine, baclofen and menthol", [COMPOUND] * 3),
        ("Norco 5/325mg #60 and flurbiprofen/lidocaine cream", [DrugClass.OPIOIDS, COMPOUND, COMPOUND]),
        ("Naproxen 550mg, Lidocaine patch", [DrugClass.NSAIDS, TOPICAL]),
        ("Naproxen, tizanidine and Lidoderm patch", [DrugClass.NSAIDS, DrugClass.MUSCLE_RELAXANTS, TOPICAL]),
        ("Lidocaine 5% patch, Voltaren 1% gel", [TOPICAL, TOPICAL]),
        ("Voltaren (diclofenac) 1% gel", [TOPICAL, TOPICAL]),
        ("Terocin patch (Lidocaine 4%/Menthol 4%)", [TOPICAL] * 3),
        ("Diclofenac/misoprostol 75/0.2mg", [DrugClass.NSAIDS, DrugClass.GI_AGENTS]),
        (
            "Marcaine 0.25%/Kenalog 40mg injection",
            [DrugClass.INJECTABLE_DRUGS, DrugClass.ADRENAL_CORTICAL_STEROIDS],
        ),
    ],
)
def test_several_drugs(title: str, classes: list[DrugClass]) -> None:
    assert [drug_class for _, drug_class in linked(title)] == classes
    assert is_compound(title, find_drugs(title)) == (COMPOUND in classes)


@pytest.mark.parametrize(
    ("title", "compound"),
    [
        ("Compounded topical cream 240gm", True),
        ("Topical compound medication", True),
        ("Repair of a compound fracture", False),
        ("Cream 60gm", False),
        ("", False),
    ],
)
def test_titles_without_a_drug(title: str, compound: bool) -> None:
    assert is_compound(title, []) == compound


@pytest.mark.parametrize("filler", ["123456/", "1 ", "and ", "( ", "9" * 40 + " ", "micro "])
def test_a_title_of_no_sense_takes_no_long_time(filler: str) -> None:
    title = f"Norco {filler * 2_000} Lidocaine {filler * 2_000}"
    begin = perf_counter()
    link_drugs(title, find_drugs(title))
    assert perf_counter() - begin < 2


TITLES = st.lists(
    st.sampled_from([drug.name for drug in drugs().drugs])
    | st.sampled_from(
        ["10%", "5 mg", "cream base", "patch", "(", ")", "/", ",", "and", "injection", "compound"]
    )
    | st.text(max_size=6),
    max_size=10,
).map(" ".join)


@given(TITLES)
def test_every_mention_is_linked_in_its_place(title: str) -> None:
    mentions = find_drugs(title)
    drugs_of_title = link_drugs(title, mentions)
    assert [drug.mention for drug in drugs_of_title] == mentions
    assert all(drug.ingredient or not drug.mention.entry for drug in drugs_of_title)
    if mentions:
        assert is_compound(title, mentions) == any(drug.drug_class is COMPOUND for drug in drugs_of_title)
