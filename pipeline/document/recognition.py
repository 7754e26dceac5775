"""Which pages are read from their pictures, and what is noted of it. OCR itself is loaded only if one is."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from models.record import LetterWarning
from models.vocabulary import RejectionReason, WarningCode
from pipeline.choices import OcrUse
from pipeline.document.page import OpenPage, ScannedPage, TextQuality
from pipeline.document.password import Password
from pipeline.errors import LetterError

MOST_UNREADABLE = 0.02
"""Beyond this share of unreadable characters OCR reads a page better than its own text does."""

POOR = 0.8
"""Mean confidence below which a page as a whole is doubtful; a clean one has 0.95, a poor fax 0.85."""

ILLEGIBLE = 0.5
"""Mean confidence below which nothing of a page was read: a drawing, a hand, print of a few dots."""

MOST_SCANS = 100
"""Pages to read by OCR; no letter has so many, and each takes about a second."""

PAGE_SECONDS = 120.0
"""What reading one page may take on a busy machine. A run puts a letter's deadline off by it."""

OCR_ALLOWANCE = MOST_SCANS * PAGE_SECONDS
"""What all of it may take."""

EXTRA = "pip install 'imr-pipeline[ocr]'"


class Scans(NamedTuple):
    """Pages that were read from their pictures, by index, and what is to be said of it."""

    pages: dict[int, ScannedPage]
    warnings: list[LetterWarning]


def read_scans(data: bytes, pages: Sequence[OpenPage], password: Password, use: OcrUse) -> Scans:
    """Read by OCR what needs it.

    Args:
        data: The PDF.
        pages: Its pages, as another engine reads them.
        password: What opens the PDF, if nothing does without.
        use: `AUTO` for pages that show something but have no text, little more than the line of a fax
            machine over a picture, or text that cannot be read; `ALWAYS` for every page; `NEVER` for none.

    Raises:
        LetterError: `file_too_large`, where more pages need it than a letter has; `read_timed_out`.
    """
    needed = [number for number, page in enumerate(pages) if use is OcrUse.ALWAYS or _is_needed(page.quality)]
    if use is OcrUse.NEVER or not needed:
        return Scans({}, [])
    if len(needed) > MOST_SCANS:
        message = f"{len(needed)} pages have to be read by OCR; no letter has more than {MOST_SCANS}"
        raise LetterError(RejectionReason.FILE_TOO_LARGE, message)
    try:
        from pipeline.document.ocr import ocr_pages
    except ImportError:
        message = f"{_numbered(needed)} cannot be read without OCR: {EXTRA}"
        return Scans({}, [LetterWarning(code=WarningCode.OCR_NOT_INSTALLED, message=message)])
    read: dict[int, ScannedPage] = {
        number: page
        for number, page in zip(needed, ocr_pages(data, needed, password), strict=True)
        if page.text and page.confidence >= ILLEGIBLE
    }
    return Scans(read, _warnings(read))


def _is_needed(quality: TextQuality) -> bool:
    if not quality.characters:
        return quality.glyphs or quality.pictures
    return quality.under_picture or quality.unreadable > MOST_UNREADABLE * quality.characters


def _warnings(read: dict[int, ScannedPage]) -> list[LetterWarning]:
    if not read:
        return []
    message = f"{_numbered(read)} of the letter, read by OCR"
    warnings = [LetterWarning(code=WarningCode.PAGE_READ_BY_OCR, message=message)]
    poor = {number: page for number, page in read.items() if page.confidence < POOR}
    if poor:
        least = min(page.confidence for page in poor.values())
        message = f"{_numbered(poor)}: the confidence is as low as {least:.0%}"
        warnings.append(LetterWarning(code=WarningCode.PAGE_POORLY_READ, message=message))
    return warnings


def _numbered(numbers: Collection[int]) -> str:
    return f"page{'s' if len(numbers) > 1 else ''} {', '.join(str(number + 1) for number in numbers)}"
