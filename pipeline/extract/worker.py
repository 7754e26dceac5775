"""The worker as the clinical case summary tells: age, sex, injury, diagnoses; and the review's date."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from spacy.tokens import Doc, Span

from models.clinical import Basis, Certainty
from models.record import LetterWarning
from models.vocabulary import Sex, WarningCode
from pipeline.document import Passage
from pipeline.document import Span as Stretch
from pipeline.extract.found import Found
from pipeline.extract.language import reader


@dataclass(frozen=True)
class FoundDiagnosis:
    """A condition that the summary gives the worker, with the codes printed beside it."""

    text: Found[str]
    basis: Basis
    certainty: Certainty
    icd_printed: Found[str] | None


@dataclass(frozen=True)
class Worker:
    """What the summary says of the worker; None where it does not say."""

    age: Found[int] | None = None
    sex: Found[Sex] | None = None
    injury_date: Found[date] | None = None
    review_date: Found[date] | None = None
    mechanism: Found[str] | None = None
    diagnoses: Sequence[FoundDiagnosis] = ()
    warnings: Sequence[LetterWarning] = ()


def read_worker(summary: Passage | None) -> Worker:
    """Read a clinical case summary; without one there is nothing to say, and nothing is warned of."""
    if summary is None:
        return Worker()
    doc = reader()(summary.text)
    ages, sexes = doc.spans["age"], doc.spans["sex"]
    injury = [span for span in doc.spans["injury_date"] if span.label_ == "INJURY_DATE"]
    reviews = doc.spans["review_date"]
    return Worker(
        age=Found(int(ages[0].kb_id_), _place(summary, ages[0])) if ages else None,
        sex=Found(Sex(sexes[0].kb_id_), _place(summary, sexes[0])) if sexes else None,
        injury_date=_date(summary, injury),
        review_date=_date(summary, reviews),
        mechanism=next((_words(summary, span) for span in doc.spans["mechanism"]), None),
        diagnoses=list(_diagnoses(summary, doc)),
        warnings=_doubts(doc),
    )


def _place(summary: Passage, span: Span) -> Sequence[Stretch]:
    return summary.spans(span.start_char, span.end_char)


def _words(summary: Passage, span: Span) -> Found[str]:
    return Found(" ".join(span.text.split()), _place(summary, span))


def _diagnoses(summary: Passage, doc: Doc) -> Iterator[FoundDiagnosis]:
    codes: dict[int, list[Span]] = defaultdict(list)
    for code in doc.spans["icd_printed"]:
        codes[int(code.kb_id_)].append(code)
    for number, span in enumerate(doc.spans["diagnoses"]):
        printed = codes[number]
        yield FoundDiagnosis(
            text=_words(summary, span),
            basis=Basis(span.label_),
            certainty=Certainty(span.kb_id_),
            icd_printed=_codes(summary, printed) if printed else None,
        )


def _codes(summary: Passage, printed: Sequence[Span]) -> Found[str]:
    places = [place for code in printed for place in _place(summary, code)]
    return Found(", ".join(code.text for code in printed), places)


def _date(summary: Passage, spans: Sequence[Span]) -> Found[date] | None:
    return Found(date.fromisoformat(spans[0].kb_id_), _place(summary, spans[0])) if spans else None


def _doubts(doc: Doc) -> list[LetterWarning]:
    warnings: list[LetterWarning] = []

    def warn(code: WarningCode, field: str, message: str) -> None:
        warnings.append(LetterWarning(code=code, field=field, message=message))

    ages, injury = doc.spans["age"], doc.spans["injury_date"]
    if not ages:
        warn(WarningCode.AGE_MISSING, "age", "the summary states no age of the worker")
    elif len({span.kb_id_ for span in ages}) > 1:
        stated = ", ".join(dict.fromkeys(span.text for span in ages))
        warn(WarningCode.AGE_CONFLICT, "age", f"the summary states different ages: {stated}")
    if not doc.spans["sex"]:
        warn(WarningCode.SEX_MISSING, "sex", "neither a word nor consistent pronouns tell the worker's sex")
    if not doc.spans["diagnoses"]:
        message = "the summary gives no condition by a wording of diagnosis, treatment or claim"
        warn(WarningCode.DIAGNOSIS_MISSING, "diagnoses", message)
    if not injury:
        message = "the summary states no full date of injury"
        warn(WarningCode.INJURY_DATE_MISSING, "injury_date_narrative", message)
    elif injury[0].label_ == "SEVERAL":
        message = f"the summary gives a period or several dates: {', '.join(span.text for span in injury)}"
        warn(WarningCode.INJURY_DATE_SEVERAL, "injury_date_narrative", message)
    return warnings
