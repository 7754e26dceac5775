"""How often each field is right, written into docs/accuracy.md: letters against what people read in them."""

import importlib.util
import re
import sys
from datetime import date
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter

from models.vocabulary import Engine
from pipeline import EXTRACTION_VERSION
from pipeline.link.icd10 import link_diagnosis
from pipeline.reading import read
from pipeline.sources import find
from pipeline.store.outcome import Published
from tests.link.test_icd10 import TRUTH, Coded

ROOT = Path(__file__).parents[1]
DOC = ROOT / "docs" / "accuracy.md"
ROW = re.compile(r"^\| (?P<field>[^|]+) \| (?P<how>[^|]+) \|(?P<right>[^|]*)\|$", re.MULTILINE)
HEADINGS = ("field", "---")
MEASURED = re.compile(r"(?<=<!-- measured -->\n).*?(?=<!-- /measured -->)", re.DOTALL)


def rewritten(text: str, figures: dict[str, str], measured: str) -> str:
    """The document with these figures in its last columns, and how they were measured.

    Raises:
        KeyError: A row names a field that was not measured, or a figure has no row.
    """
    told = set()

    def row(found: re.Match[str]) -> str:
        field = found["field"].strip()
        if field in HEADINGS:
            return found[0]
        told.add(field)
        return f"| {field} | {found['how'].strip()} | {figures[field]} |"

    text = MEASURED.sub(f"{measured}\n", ROW.sub(row, text))
    if figures.keys() - told:
        raise KeyError(f"no row for {sorted(figures.keys() - told)}")
    return text


def of_letters(shared: Path) -> tuple[dict[str, str], int]:
    """The score of every field on the real letters, in words, and the number of letters."""
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec and spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    outcomes = [read(source, Engine.PDFIUM) for source in find([str(shared / "letters")])]
    records = [each.case.model_dump(mode="json") for each in outcomes if isinstance(each, Published)]
    rates = score.score(shared / "gold" / "dev", records)
    return {name: _told(rate) for name, rate in rates.items()}, len(records)


def of_codes() -> dict[str, str]:
    """The score of the ICD-10-CM codes on the texts that were set aside, in words."""
    coded = TypeAdapter(list[Coded]).validate_json(TRUTH.read_bytes())
    aside = [each for each in coded if each.part == "set_aside"]
    pairs = [(each.code or "", link.code) for each in aside if (link := link_diagnosis(each.text))]
    exact = sum(true == found for true, found in pairs)
    category = sum(true[:3] == found[:3] for true, found in pairs)
    return {
        "icd10 coverage": _share(len(pairs), len(aside)),
        "icd10 exact": _share(exact, len(pairs)),
        "icd10 category": _share(category, len(pairs)),
    }


def _told(rate: Any) -> str:
    if hasattr(rate, "total"):
        return _share(rate.right, rate.total)
    return f"F1 {rate.value:.1f} % (precision {rate.precision:.1f}, recall {rate.recall:.1f})"


def _share(right: int, total: int) -> str:
    return f"{100 * right / total:.1f} % ({right:,} of {total:,})"


def main(shared: Path) -> None:
    """Measure, and write the document anew."""
    figures, letters = of_letters(shared)
    today = date.today().isoformat()
    measured = f"Measured on {today} with extraction version {EXTRACTION_VERSION}, on {letters} letters."
    text = rewritten(DOC.read_text(encoding="utf-8"), figures | of_codes(), measured)
    DOC.write_text(text, encoding="utf-8")
    print(f"{measured} Written into {DOC.relative_to(ROOT)}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
