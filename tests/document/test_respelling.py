"""What OCR misreads in the form's own words, and that nothing else is touched."""

import pytest

from pipeline.document.respelling import distance, respell
from pipeline.vocabulary.form_words import form_words


def spelled(line: str) -> str:
    for change in reversed(respell(line)):
        line = line[: change.start] + change.text + line[change.end :]
    return line


@pytest.mark.parametrize(
    ("read", "printed"),
    [
        ("GLINICAL CASE SUMMARY", "CLINICAL CASE SUMMARY"),
        ("CLINICALCASE SUMMARY", "CLINICAL CASE SUMMARY"),
        ("IMR ISSUES, DEC1SIONS AND RATIONALES", "IMR ISSUES, DECISIONS AND RATIONALES"),
        (
            "Claims Adminlstrator guideline: Decision based on",
            "Claims Administrator guideline: Decision based on",
        ),
        ("' MAXIMUS guideline: Decision based on", "MAXIMUS guideline: Decision based on"),
        ("Decision rationale; The patient", "Decision rationale: The patient"),
        ("State(s) of Licensurc: Texas", "State(s) of Licensure: Texas"),
        (
            "Datc Assigned: 11/09/2016 Date of lnjury: 10/13/2016",
            "Date Assigned: 11/09/2016 Date of Injury: 10/13/2016",
        ),
        ("MRI of the left knee: Upheid", "MRI of the left knee: Upheld"),
        ("MRI of the left knee: 0verturned", "MRI of the left knee: Overturned"),
        ("MRI of the left knee; Overtumed .", "MRI of the left knee: Overturned"),
        ("MRI of the left knee: Partially 0verturned", "MRI of the left knee: Partially Overturned"),
    ],
)
def test_the_words_of_the_form_come_back(read: str, printed: str) -> None:
    assert spelled(read) == printed
    assert not any(change.is_date for change in respell(read))


@pytest.mark.parametrize(
    ("read", "meant"),
    [
        ("injured on 1O/13/2016 at work", "injured on 10/13/2016 at work"),
        ("injured on 10/l3/2016 at work", "injured on 10/13/2016 at work"),
        ("Decision Date: 42/09/2016", "Decision Date: 12/09/2016"),
        ("Decision Date: 41/29/2016", "Decision Date: 11/29/2016"),
    ],
)
def test_a_date_that_cannot_be_is_mended_and_told(read: str, meant: str) -> None:
    assert spelled(read) == meant
    assert [change.is_date for change in respell(read)] == [True]


@pytest.mark.parametrize(
    "line",
    [
        "injured on 10/13/2016 at work",
        "a date that cannot be mended, 35/53/2016, stays as it is",
        "The clinical case summary was reviewed.",
        "The Claims Administrator's guidelines were cited.",
        "MRI of the left knee: Upheld",
        "The decision was: Unheard",
        "Norco 10/325 mg #60, one by mouth every 4-6 hours: Overturned",
        "Official Disability Guidelines: Low Back Chapter.",
        "the request is upheld.",
        "blood pressure 120/80, ratio 5/5/5",
        *form_words().headings,
        *form_words().labels,
        "Priority: Standard Application",
    ],
)
def test_what_is_in_order_is_left_alone(line: str) -> None:
    assert respell(line) == []


def test_distance_counts_signs() -> None:
    assert (distance("", "abc"), distance("upheid", "upheld"), distance("tum", "turn")) == (3, 1, 2)
