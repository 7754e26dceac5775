"""A record in the making."""

from collections.abc import Iterable, Sequence
from typing import Any

from models.evidence import Place
from models.record import LetterWarning
from models.vocabulary import WarningCode
from pipeline.document import Document, Doubt
from pipeline.extract.found import Found

PROSE = ("clinical_summary", "rationale")
"""Texts of hundreds of words, some of which OCR is never sure of."""


class Draft:
    """A record in the making: values, the place of each, and warnings."""

    def __init__(self, document: Document) -> None:
        self.values: dict[str, Any] = {}
        self.evidence: dict[str, tuple[Place, ...]] = {}
        self.warnings: list[LetterWarning] = []
        self._document = document

    def put(self, path: str, found: Found[Any] | None) -> Any:
        """Keep the places of a value under its field path; gives the value, or None where there is none."""
        if found is None:
            return None
        places = self._document.places(found.spans)
        self.evidence[path] = places
        if self._document.scans:
            self._doubt(path, places)
        return found.value

    def put_all(self, path: str, found: Sequence[Found[Any]]) -> tuple[Any, ...]:
        """The same for a list, whose items are numbered from 0."""
        return tuple(self.put(f"{path}.{number}", item) for number, item in enumerate(found))

    def _doubt(self, path: str, places: Iterable[Place]) -> None:
        """Warn of what OCR was not sure of."""
        for doubt in _first_of_each_kind(self._document.doubts(places)):
            if doubt.code is not WarningCode.OCR_LOW_CONFIDENCE or path.rsplit(".", 1)[-1] not in PROSE:
                self.warn(doubt.code, path, doubt.message)

    def warn(self, code: WarningCode, field: str, message: str) -> None:
        """Note what a person should look at."""
        self.warnings.append(LetterWarning(code=code, field=field, message=message))


def _first_of_each_kind(doubts: Iterable[Doubt]) -> Iterable[Doubt]:
    """One doubt of each code, the first."""
    kinds: dict[WarningCode, Doubt] = {}
    for doubt in doubts:
        kinds.setdefault(doubt.code, doubt)
    return kinds.values()
