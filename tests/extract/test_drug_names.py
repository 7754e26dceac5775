"""The drugs of a request's title: what is asked for, and not a device, a class or a test."""

from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from models.clinical import DrugClass
from pipeline.extract.drugs import find_drugs
from pipeline.vocabulary.drugs import Drugs, drugs


def names(title: str) -> list[str]:
    return [title[mention.start : mention.end] for mention in find_drugs(title)]


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Norco 10/325mg #120", ["Norco"]),
        ("NAPROXEN SODIUM 550MG", ["NAPROXEN"]),
        ("Tramadol HCL ER 150mg #30", ["Tramadol"]),
        ("Voltaren gel 100gm, 1 tube", ["Voltaren"]),
        ("Lunesta10mg #30", ["Lunesta"]),
        ("Esomeprazole magnesium 40mg", ["Esomeprazole"]),
        ("Skelaxin (metaxalone) 800mg", ["Skelaxin", "metaxalone"]),
        ("Hydrocodone/APAP 10/325mg", ["Hydrocodone", "APAP"]),
        ("Soma 350mg #90 was the original request. Soma 350mg #30 is", ["Soma"]),
        ("Flurbiprofen 20%/Baclofen 5%/Lidocaine 4% cream 180 gm", ["Flurbiprofen", "Baclofen", "Lidocaine"]),
        ("Iontophoresis with dexamethasone, left elbow", ["dexamethasone"]),
        ("Sentra PM, Theramine and GABAdone", ["Sentra PM", "Theramine", "GABAdone"]),
        ("Depo-Medrol and Marcaine injection, right shoulder", ["Depo-Medrol", "Marcaine"]),
        ("Vitamin D3 5000 IU", ["Vitamin D3"]),
        ("Norco #60 and a urine drug screen", ["Norco"]),
        ("Urine drug screen, Norco 5/325mg #60", ["Norco"]),
    ],
)
def test_names_alone_are_given_once_and_in_order(title: str, found: list[str]) -> None:
    assert names(title) == found


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Tylenol with Codeine 300/30mg", ["Tylenol with Codeine"]),
        ("Tylenol #3 #60", ["Tylenol #3"]),
        ("Tylenol #30", ["Tylenol"]),
        ("Synvisc One to the left knee", ["Synvisc One"]),
        ("Voltaren gel one tube", ["Voltaren"]),
        ("Vitamin B12 injection", ["Vitamin B12"]),
        ("Flurbi (NAP) Cream-LA 180gm", ["Flurbi (NAP) Cream-LA"]),
    ],
)
def test_names_of_several_words(title: str, found: list[str]) -> None:
    assert names(title) == found


@pytest.mark.parametrize(
    ("title", "printed", "name"),
    [
        ("Cyclo- benzaprine 7.5mg", "Cyclo- benzaprine", "Cyclobenzaprine"),
        ("Lido-Derm patches", "Lido-Derm", "Lidoderm"),
        ("Orphenadrne ER", "Orphenadrne", "Orphenadrine"),
        ("Hydrocdoone", "Hydrocdoone", "Hydrocodone"),
        ("Nabummetone", "Nabummetone", "Nabumetone"),
    ],
)
def test_names_that_are_parted_or_misspelt(title: str, printed: str, name: str) -> None:
    (mention,) = find_drugs(title)
    assert title[mention.start : mention.end] == printed
    assert mention.entry and mention.entry.name == name


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("Foobarin 20mg", ["Foobarin"]),
        ("Prescription of Foobarin ER (20/325 mg), ninety count", ["Foobarin"]),
        ("Foobarin 10% cream", ["Foobarin"]),
        ("Norco 5mg, Foobarin tablets #60", ["Norco", "Foobarin"]),
        ("Foo Barin 20 mg", ["Foo Barin"]),
        ("Lidocaine 5%/Foobarin 10%", ["Lidocaine", "Foobarin"]),
        ("Wuzzloprofen (unknown quantity)", ["Wuzzloprofen"]),
    ],
)
def test_a_strength_a_form_or_a_stem_shows_an_unknown_drug(title: str, found: list[str]) -> None:
    assert names(title) == found
    assert find_drugs(title)[-1].entry is None


@pytest.mark.parametrize(
    "title",
    [
        "",
        "MRI 3T of the lumbar spine",
        "Injection 5cc",
        "Steroid injection 40mg",
        "Heating pad 10 inch",
        "Compound cream 240 grams",
        "Tablets 500mg",
        "Topical NSAID cream, muscle relaxant, opioids",
        "Electrode patches and conductive gel",
        "Gel cushion, hot/cold packs, zinc oxide tape",
        "Compression stockings 20-30 mmHg",
        "Weight bearing 50%",
        "Platelet rich plasma injection",
        "Foobarin (unknown quantity)",
        "Foobarin unit, 30 day rental",
        "Urine drug screen for hydrocodone",
        "Labs: Vitamin D, testosterone",
        "Vitamin D, B12 and testosterone levels",
        "Cholesterol panel",
        "Insulin syringes #100",
        "Lithium battery for the TENS unit",
    ],
)
def test_what_is_no_drug(title: str) -> None:
    assert names(title) == []


TITLES = st.lists(
    st.sampled_from([drug.name for drug in drugs().drugs])
    | st.sampled_from(
        ["10%", "5 mg", "cream", "tablets", "(", "/", "-", "#60", "level", "Urine", "Foobarin", "- "]
    )
    | st.text(max_size=8),
    max_size=12,
).map(" ".join)


@given(TITLES | st.text(max_size=60))
def test_any_title_gives_mentions_that_stand_in_it(title: str) -> None:
    mentions = find_drugs(title)
    assert mentions == find_drugs(title)
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(title)
        assert title[mention.start : mention.end].strip() == title[mention.start : mention.end] != ""
        end = mention.end
    printed = [title[mention.start : mention.end].lower() for mention in mentions]
    assert len(set(printed)) == len(printed)


@pytest.mark.parametrize(
    "title", ["1/" * 20_000, "a-" * 20_000, "x" * 20_000, "mg 5 " * 8_000, "( " * 20_000]
)
def test_a_title_of_no_sense_takes_no_long_time(title: str) -> None:
    begin = perf_counter()
    find_drugs(title)
    assert perf_counter() - begin < 2


def test_every_name_of_the_vocabulary_is_found() -> None:
    for drug in drugs().drugs:
        title = f"{drug.name} 10mg #30"
        (mention,) = find_drugs(title)
        assert mention.start == 0
        assert mention.entry is not None
        assert (mention.entry.ingredient, mention.entry.drug_class) == (drug.ingredient, drug.drug_class)


def test_the_vocabulary_is_in_order_and_covers_every_class() -> None:
    listed = [drug.name.lower() for drug in drugs().drugs]
    assert listed == sorted(listed)
    assert {drug.drug_class for drug in drugs().drugs} == {*DrugClass, None}
    assert not drugs().other_words & {name for name in listed if " " not in name}


@pytest.mark.parametrize("change", [{"name": "norco"}, {"ingredient": "Tramadol"}, {"drug_class": "pills"}])
def test_a_faulty_entry_is_refused(change: dict[str, str]) -> None:
    content = drugs().model_dump(mode="json")
    content["drugs"] = [
        *content["drugs"],
        {"name": "Foobarin", "ingredient": "foo", "drug_class": None} | change,
    ]
    with pytest.raises(ValidationError):
        Drugs.model_validate(content)
