"""A record in the making."""

from collections.abc import Sequence
from typing import Any

from models.evidence import Place
from models.record import LetterWarning
from models.vocabulary import WarningCode
from pipeline.document import Document
from pipeline.extract.found import Found


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
        self.evidence[path] = self._document.places(found.spans)
        return found.value

    def put_all(self, path: str, found: Sequence[Found[Any]]) -> tuple[Any, ...]:
        """The same for a list, whose items are numbered from 0."""
        return tuple(self.put(f"{path}.{number}", item) for number, item in enumerate(found))

    def warn(self, code: WarningCode, field: str, message: str) -> None:
        """Note what a person should look at."""
        self.warnings.append(LetterWarning(code=code, field=field, message=message))
