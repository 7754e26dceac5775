"""A place in a letter: what a value points back to."""

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Box = tuple[float, float, float, float]
"""x0, top, x1, bottom in PDF points; the origin is the top left corner of the page as it is shown."""


class Place(BaseModel):
    """One stretch of one page's text.

    Attributes:
        page: The page, from 1. A plain text letter's pages are its form-feed parts.
        start: Offset of the first character in that page's text.
        end: Offset behind the last character.
        boxes: One box for each line that the stretch touches; empty for a plain text letter.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    page: Annotated[int, Field(ge=1)]
    start: Annotated[int, Field(ge=0)]
    end: int
    boxes: tuple[Box, ...] = ()

    @model_validator(mode="after")
    def _holds_text(self) -> Self:
        if self.end <= self.start:
            raise ValueError("a place must hold at least one character")
        return self
