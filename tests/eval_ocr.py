"""What is lost when letters come as scans: real letters made pictures, read, and scored against the gold.

`make eval-ocr` runs it. Two copies are made: a clean one, and one as a poor fax gives it. A wrong value that
no warning points at is the worst that can happen, so that is counted too.
"""

import argparse
import hashlib
import importlib.util
import json
import pickle
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from PIL import Image

from pipeline.assemble import read_case
from pipeline.document import ocr, tesseract
from pipeline.document.tesseract import TextLine
from pipeline.errors import LetterError
from tests.scans import CLEAN, DEGRADED, Scanner, scanned

COPIES = {"clean": CLEAN, "degraded": DEGRADED}
GOALS = {"clean": 0.97, "degraded": 0.85}
"""Share of letters with every core field right."""
WARNED = 0.95
"""Share of wrong core values that a warning must point at."""

WHOLE_LETTER = {"page_poorly_read"}
"""Warnings of the letter as a whole that send a person to every value of it."""

Record = dict[str, Any]


@dataclass(frozen=True)
class Reading:
    """A letter's record, or the reason why there is none, and what reading its scan took."""

    record: Record
    pages: int
    seconds: float


def read_scan(path: Path, scanner: Scanner, into: Path, cache: Path | None) -> Reading:
    """Scan a letter into a folder, and read that."""
    scan = into / path.name
    if not scan.exists():
        seed = int.from_bytes(hashlib.sha256(path.read_bytes()).digest()[:4], "big")
        scan.write_bytes(scanned(path.read_bytes(), scanner, seed))
    if cache:
        setattr(ocr, "read_lines", partial(remembered, cache))  # noqa: B010 - a name that it imports
    began = time.process_time()
    try:
        record = json.loads(read_case(scan.read_bytes(), path.name).model_dump_json())
        pages = len(record["parser"]["ocr_pages"])
    except LetterError as error:
        record, pages = {"rejected": f"{error.reason}: {error}"}, 0
    return Reading(record, pages, time.process_time() - began)


def remembered(cache: Path, image: Image.Image, dpi: float, seconds: float) -> list[TextLine]:
    """What OCR reads in a picture, kept from an earlier pass: rules are then tried in seconds."""
    key = cache / hashlib.sha256(f"{image.size}".encode() + image.tobytes()).hexdigest()
    if key.exists():
        return list(pickle.loads(key.read_bytes()))
    lines = tesseract.read_lines(image, dpi, seconds)
    key.write_bytes(pickle.dumps(lines))
    return lines


def load_score(shared: Path) -> ModuleType:
    """The scorer that stands beside the letters done by hand."""
    spec = importlib.util.spec_from_file_location("score", shared / "gold" / "score.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Value:
    """A core value: its place in the record, whether it is right, and whether a warning points at it."""

    path: str
    right: bool
    warned: bool
    gold: object
    got: object


def core_values(score: ModuleType, gold: Record, got: Record) -> Iterator[Value]:
    """Every core value of a letter, compared as the scorer compares it."""
    warned = {warning["field"] for warning in got.get("warnings", []) if warning["field"]}
    all_warned = "rejected" in got or any(w["code"] in WHOLE_LETTER for w in got.get("warnings", []))

    def value(path: str, right: bool, want: object, have: object) -> Value:
        return Value(path, right, all_warned or path in warned, want, have)

    for name in (*score.HEADER, *score.PATIENT):
        yield value(name, gold[name] == got.get(name), gold[name], got.get(name))
    issues = got.get("issues") or []
    codes = {warning["code"] for warning in got.get("warnings", [])}
    if len(issues) != len(gold["issues"]):
        told = all_warned or bool(codes & {"unclaimed_text", "request_doubtful", "guideline_missing"})
        yield Value("issues", False, told, len(gold["issues"]), len(issues))
    for number, (want, have) in enumerate(zip(gold["issues"], issues, strict=False)):
        path = f"issues.{number}"
        same = score.letters_only(want["request"]) == score.letters_only(have["request"])
        yield value(f"{path}.request", same, want["request"], have["request"])
        yield value(
            f"{path}.decision", want["decision"] == have["decision"], want["decision"], have["decision"]
        )


def report(
    copy: str, score: ModuleType, golds: Sequence[Record], readings: Sequence[Reading]
) -> Iterator[str]:
    """The figures of one copy, line by line."""
    values = [
        (gold["case_number"], value)
        for gold, reading in zip(golds, readings, strict=True)
        for value in core_values(score, gold, reading.record)
    ]
    imperfect = {case for case, value in values if not value.right}
    wrong = [(case, value) for case, value in values if not value.right]
    right = [value for _, value in values if value.right]
    told = sum(value.warned for _, value in wrong)
    pages = sum(reading.pages for reading in readings)
    seconds = sum(reading.seconds for reading in readings)
    perfect = 1 - len(imperfect) / len(golds)
    yield f"{copy}: {len(golds)} letters, {pages} pages, {seconds / max(pages, 1):.2f} s of CPU time a page"
    yield f"  cases perfect          {perfect:7.1%}  (goal {GOALS[copy]:.0%})"
    yield f"  core values wrong      {len(wrong):5} of {len(values)}"
    if wrong:
        yield f"  of these with a warning{told / len(wrong):7.1%}  (goal {WARNED:.0%})"
    yield f"  right values warned    {sum(value.warned for value in right) / len(right):7.1%}"
    for case, value in wrong:
        silent = "" if value.warned else " WITHOUT A WARNING"
        yield f"    {case} {value.path}{silent}: {value.gold!r}, read {value.got!r}"


def main() -> int:
    """Scan, read and score; the exit code says whether the goals are met."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--shared", type=Path, required=True, help="folder with letters/ and gold/")
    parser.add_argument("--build", type=Path, default=Path("build"), help="where the scans are written")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--every", type=int, default=1, help="read only each n-th letter")
    parser.add_argument("--copy", choices=COPIES, action="append", help="read only this copy")
    parser.add_argument("--cache", type=Path, help="keep what OCR reads here, and take it from here")
    arguments = parser.parse_args()
    if arguments.cache:
        arguments.cache.mkdir(parents=True, exist_ok=True)
    score = load_score(arguments.shared)
    golds = [
        json.loads(path.read_text()) for path in sorted((arguments.shared / "gold" / "dev").glob("*.json"))
    ]
    paths = {path.stem: path for path in (arguments.shared / "letters").glob("*.pdf")}
    golds = [gold for gold in golds if gold["case_number"] in paths][:: arguments.every]
    for copy in arguments.copy or COPIES:
        into = arguments.build / f"scans-{copy}"
        into.mkdir(parents=True, exist_ok=True)
        read = partial(read_scan, scanner=COPIES[copy], into=into, cache=arguments.cache)
        readings = list(followed(read, [paths[gold["case_number"]] for gold in golds], arguments.workers))
        print(*report(copy, score, golds, readings), sep="\n", flush=True)
    return 0


def followed(read: Callable[[Path], Reading], paths: Sequence[Path], workers: int) -> Iterator[Reading]:
    """Read letters in some processes, and say how far it is."""
    with ProcessPoolExecutor(workers) as pool:
        for number, reading in enumerate(pool.map(read, paths), 1):
            print(f"\r{number} of {len(paths)} letters", end="", file=sys.stderr, flush=True)
            yield reading
    print(file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
