"""What reading a letter costs, against bare text extraction of the same letters, side by side in one run.

Figures are ratios of medians; milliseconds are shown for orientation only. `make bench` runs it.
"""

import argparse
import json
import platform
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pypdfium2

from pipeline.assemble import read_case
from pipeline.document import open_document
from pipeline.generate import fictional_letters
from pipeline.layouts import recognise
from pipeline.link.icd10 import link_diagnosis

LIMIT = 4.0
"""Reading and extracting may cost this many times bare PDFium text extraction."""

GENERATED = 60


def bare_pdfium(data: bytes) -> None:
    """The text of every page by PDFium, and nothing else."""
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        page.get_textpage().get_text_range()
    pdf.close()


def opened(data: bytes) -> None:
    """Text, lines, paragraphs and furniture."""
    with open_document(data):
        pass


def cut(data: bytes) -> None:
    """The same, and the letter cut into its parts."""
    with open_document(data) as letter:
        recognise(letter.document).cut(letter.document)


def extracted(data: bytes) -> None:
    """The whole record: text, parts, language, codes, boxes of evidence, audit, validation.

    Codes are looked up anew for every letter, as for diagnoses never seen before.
    """
    link_diagnosis.cache_clear()
    read_case(data, "letter.pdf")


STAGES: dict[str, Callable[[bytes], None]] = {
    "bare pypdfium2 text": bare_pdfium,
    "open": opened,
    "open and cut": cut,
    "extract (all of it)": extracted,
}


def measure(letters: Sequence[bytes], rounds: int) -> dict[str, list[float]]:
    """Seconds per letter of every stage, round by round; the stages take turns within a round."""
    for run in STAGES.values():
        run(letters[0])
    seconds: dict[str, list[float]] = {name: [] for name in STAGES}
    for _ in range(rounds):
        for name, run in STAGES.items():
            begin = time.perf_counter()
            for data in letters:
                run(data)
            seconds[name].append((time.perf_counter() - begin) / len(letters))
    return seconds


def ratios(seconds: dict[str, list[float]]) -> dict[str, float]:
    """Each stage against bare PDFium: the median over the rounds of the ratio within a round."""
    bare = seconds["bare pypdfium2 text"]
    return {
        name: round(statistics.median(value / base for value, base in zip(times, bare, strict=True)), 2)
        for name, times in seconds.items()
    }


def main() -> int:
    """Measure, print, and write the figures; 1 if a letter costs more than it may."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--letters", type=Path, help="folder of PDF letters; generated ones without it")
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--out", type=Path, default=Path("build/bench.json"))
    options = parser.parse_args()
    paths = sorted(options.letters.glob("*.pdf")) if options.letters else []
    letters = [path.read_bytes() for path in paths] or [each.pdf() for each in fictional_letters(GENERATED)]
    what = f"{len(letters)} letters of {options.letters}" if paths else f"{len(letters)} generated letters"
    seconds = measure(letters, options.rounds)
    found = ratios(seconds)
    print(f"{what}, median of {options.rounds} rounds, one process")
    for name, ratio in found.items():
        print(f"  {name:<24}{statistics.median(seconds[name]) * 1000:8.2f} ms a letter {ratio:7.2f} x")
    total = found["extract (all of it)"]
    print(f"extracting costs {total:.2f} times bare text extraction; the limit is {LIMIT:.1f}")
    options.out.parent.mkdir(parents=True, exist_ok=True)
    report = {"letters": what, "rounds": options.rounds, "python": platform.python_version(), "ratios": found}
    options.out.write_text(json.dumps(report, indent=1) + "\n")
    return int(total > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
