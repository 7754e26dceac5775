"""What the tests of failures share: the letters that are damaged, and what must hold all the same."""

import hashlib
import os
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from models.vocabulary import RejectionReason
from pipeline.errors import ADVICE
from pipeline.generate import FictionalLetter
from pipeline.generate.form import DECISION_WORDS
from tests.failures.damage import (
    Run,
    chosen_letters,
    plain_letter,
    values,
)

COMMAND = Path(sys.executable).with_name("imr")
FORMS = (".pdf", ".txt")
HOW = "HOW THE IMR FINAL DETERMINATION WAS MADE"
SUMMARY = "CLINICAL CASE SUMMARY"
ISSUES = "IMR ISSUES, DECISIONS AND RATIONALES"
LETTER = plain_letter()
TRUTH = LETTER.truth
PDF, TEXT = LETTER.pdf(), LETTER.text()
FOREIGN = " ".join(["The quick brown fox jumps over the lazy dog, over and over again."] * 7)[:400]
Make = Callable[[], bytes]
Alter = Callable[[FictionalLetter], FictionalLetter]

UNHEARD_OF = """REPORT OF AN INDEPENDENT MEDICAL REVIEW

In this determination the utilization review decision stands: the made-up item was not found to be
medically necessary. It is set in a way that nobody has seen before.
"""
HTML = b"<html><head><title>404 Not Found</title></head><body>The requested URL was not found.</body></html>"
RECIPE = "Take two eggs, some flour and a pinch of salt, and stir until it is smooth.\n"


def written(letter: FictionalLetter, suffix: str) -> bytes:
    return letter.pdf() if suffix == ".pdf" else letter.text().encode()


def put(folder: Path, name: str | bytes, data: bytes) -> Path:
    path = Path(os.fsdecode(os.path.join(os.fsencode(folder), os.fsencode(name))))  # noqa: PTH118
    path.write_bytes(data)
    return path


def good(run: Run) -> None:
    """Both good letters were published, with what they say."""
    said = {case["case_number"]: values(case) for case in run.cases}
    for letter in chosen_letters()[1]:
        assert said[letter.case_number] == values(letter.truth)


def check_rejected(run: Run, name: str, reason: str, data: bytes | None = None) -> None:
    """The good letters are there, the bad one is a row with its reason, and the summary names it."""
    good(run)
    assert len(run.cases) == 2
    (row,) = run.rejected
    assert (row["source"], row["reason"]) == (name, reason)
    assert row["message"]
    assert row["advice"] == ADVICE[RejectionReason(reason)]
    assert row["letter_id"] == (None if data is None else hashlib.sha256(data).hexdigest())
    assert name in run.output
    assert f"[{reason}]" in run.output
    assert run.exit_code == 3


def check_published(run: Run, path: Path) -> dict[str, Any]:
    """The letter is published beside the good ones; gives its row."""
    good(run)
    assert (run.exit_code, len(run.cases), list(run.rejected)) == (0, 3, [])
    return run.case_of(path)


def title(number: int) -> str:
    issue = TRUTH["issues"][number]
    return f"{issue['request']}: {DECISION_WORDS[issue['decision']]}"


def day(iso: str) -> str:
    return f"{date.fromisoformat(iso):%m/%d/%Y}"
