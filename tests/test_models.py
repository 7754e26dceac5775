"""The record's contract, and the documents that are made from it."""

import json

import pytest
from pydantic import ValidationError

from models.evidence import Place
from models.record import Case
from models.tables import TABLES, VOCABULARIES
from models.vocabulary import Decision, RejectionReason, WarningCode
from pipeline.assemble import read_case
from pipeline.dictionary import dictionary_lines
from pipeline.errors import ADVICE
from tests.conftest import ROOT
from tests.letters import text_letter


@pytest.fixture(scope="module")
def case() -> Case:
    return read_case(text_letter(), "letter.txt")


def test_a_record_is_frozen_and_has_no_other_fields(case: Case) -> None:
    with pytest.raises(ValidationError):
        case.age = 50  # type: ignore[misc]
    with pytest.raises(ValidationError):
        Case.model_validate({**case.model_dump(), "colour": "red"})


def test_a_record_survives_json(case: Case) -> None:
    assert Case.model_validate_json(case.model_dump_json()) == case


def test_a_record_has_the_form_that_readers_were_promised(case: Case) -> None:
    record = json.loads(case.model_dump_json())
    assert record["decision_date"] == "2015-04-02"
    assert record["issues"][0]["decision"] == "upheld"
    assert record["evidence"]["age"] == [
        {
            "page": 1,
            "start": record["evidence"]["age"][0]["start"],
            "end": record["evidence"]["age"][0]["end"],
            "boxes": [],
        }
    ]
    assert record["parser"] == {
        "engine": "text",
        "pages": 1,
        "claimed_share": 1.0,
        "ocr_pages": [],
        "version": case.parser.version,
    }


@pytest.mark.parametrize(("start", "end", "page"), [(5, 5, 1), (5, 4, 1), (-1, 4, 1), (0, 1, 0)])
def test_a_place_holds_text(start: int, end: int, page: int) -> None:
    with pytest.raises(ValidationError):
        Place(page=page, start=start, end=end)


def test_every_code_says_what_it_means() -> None:
    for vocabulary in VOCABULARIES:
        assert all(member.description for member in vocabulary)
    assert Decision("upheld") is Decision.UPHELD
    assert set(ADVICE) == set(RejectionReason)


def test_the_data_dictionary_in_the_documentation_is_the_one_that_is_printed() -> None:
    printed = "\n".join(dictionary_lines()) + "\n"
    committed = (ROOT / "docs" / "data-dictionary.md").read_text()
    assert committed == printed, "write it anew: imr schema > docs/data-dictionary.md"
    for table in TABLES:
        assert all(f"`{column.name}`" in printed for column in table.columns)
    assert all(f"`{code.value}`" in printed for code in WarningCode)


def test_no_source_file_names_another_place_than_this_project() -> None:
    """What is committed works anywhere: no path of a machine, no package registry."""
    suspicious = ("/" + "work/", "pypi" + ".org", "pythonhosted" + ".org", "/" + "root/")
    for path in [*ROOT.glob("*.*"), *ROOT.glob("docs/*"), *ROOT.glob("pipeline/**/*.py"), ROOT / "Makefile"]:
        if path.is_file() and path.name != ".git" and not path.name.startswith(".coverage"):
            text = path.read_text(errors="ignore")
            assert not [word for word in suspicious if word in text], path
