"""Which OCR engine: wrong characters and seconds a page, on the second pages of some letters made pictures.

RapidOCR is measured where it is installed, which the project does not need:
`pip install rapidocr onnxruntime` into an environment thrown away afterwards.
"""

import argparse
import re
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pypdfium2

from pipeline.document.imaging import POINTS_PER_INCH, Picture, render
from pipeline.document.tesseract import read_lines
from tests.scans import CLEAN, DEGRADED, scanned

Engine = Callable[[Picture], str]


def tesseract(picture: Picture) -> str:
    """What the pipeline does with a page."""
    return as_it_lies(picture.without_specks().straightened())


def as_it_lies(picture: Picture) -> str:
    """Tesseract alone, neither freed from specks nor straightened."""
    lines = read_lines(picture.image, POINTS_PER_INCH / picture.frame.scale, 600)
    return " ".join(word.text for line in lines for word in line.words)


def rapidocr() -> Engine | None:
    """RapidOCR, straightened as Tesseract is; None where it is not installed."""
    try:
        from rapidocr import RapidOCR  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return None
    engine = RapidOCR()

    def read(picture: Picture) -> str:
        found = engine(np.asarray(picture.without_specks().straightened().image.convert("RGB")))
        return " ".join(found.txts or ())

    return read


def error_rate(truth: str, read: str) -> float:
    """Characters to change, leave out or put in, as a share of those printed; blanks and hyphens aside."""
    one, other = (np.frombuffer(letters(text).encode("utf-32-le"), np.uint32) for text in (truth, read))
    columns = np.arange(len(other) + 1)
    above = columns.copy()
    for number, sign in enumerate(one, 1):
        row = np.concatenate([[number], np.minimum(above[1:] + 1, above[:-1] + (other != sign))])
        above = np.minimum.accumulate(row - columns) + columns
    return float(above[-1]) / len(one)


def letters(text: str) -> str:
    return re.sub(r"[\s\ufffe\x02-]+", "", text)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--letters", type=Path, required=True)
    parser.add_argument("--every", type=int, default=20, help="take each n-th letter")
    arguments = parser.parse_args()
    engines: dict[str, Engine] = {"Tesseract, as it lies": as_it_lies, "Tesseract, straightened": tesseract}
    other = rapidocr()
    if other:
        engines["RapidOCR, straightened"] = other
    print("| copy | engine | wrong characters | CPU seconds a page |\n| --- | --- | --- | --- |")
    for name, scanner in (("clean", CLEAN), ("degraded", DEGRADED)):
        rows: dict[str, list[tuple[float, float]]] = {engine: [] for engine in engines}
        for path in sorted(arguments.letters.glob("*.pdf"))[:: arguments.every]:
            data = path.read_bytes()
            truth = pypdfium2.PdfDocument(data)[1].get_textpage().get_text_range()
            picture = render(pypdfium2.PdfDocument(scanned(data, scanner))[1])
            for engine, read in engines.items():
                began = time.process_time()
                text = read(picture)
                rows[engine].append((error_rate(truth, text), time.process_time() - began))
        for engine, figures in rows.items():
            wrong, seconds = np.mean(figures, axis=0)
            print(f"| {name} | {engine} | {wrong:.2%} | {seconds:.1f} |", flush=True)


if __name__ == "__main__":
    main()
