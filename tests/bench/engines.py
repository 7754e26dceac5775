"""The bare text of a letter, by libraries that do nothing else: what extraction is measured against.

PyMuPDF and pdftotext are measured where they are installed. Their licences (AGPL, GPL) keep them out of what
this package needs.
"""

import io
import shutil
import subprocess
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib import import_module

import pdfplumber
import pypdfium2

Work = Callable[[bytes], object]
BARE = "bare pypdfium2 text"
"""What all else is a ratio to."""


def engines() -> Mapping[str, Work]:
    """What gives the text of a letter, by name; only what is installed."""
    found: dict[str, Work] = {BARE: pdfium_text, "bare pdfplumber text": pdfplumber_text}
    with suppress(ImportError):
        mupdf = import_module("pymupdf")
        found["bare PyMuPDF text"] = lambda data: [page.get_text() for page in mupdf.open(stream=data)]
    if shutil.which("pdftotext"):
        found["pdftotext, a process each"] = _pdftotext
    return found


def pdfium_text(data: bytes) -> None:
    """The text of every page by PDFium, and nothing else."""
    pdf = pypdfium2.PdfDocument(data)
    for page in pdf:
        page.get_textpage().get_text_range()
    pdf.close()


def pdfplumber_text(data: bytes) -> None:
    """The text of every page by pdfplumber, and nothing else."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages:
            page.extract_text()


def _pdftotext(data: bytes) -> None:
    subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, check=True, stdout=subprocess.DEVNULL)
