"""A value and where it was read from."""

from collections.abc import Sequence
from typing import Generic, NamedTuple, TypeVar

from pipeline.document import Span

ValueT = TypeVar("ValueT", covariant=True)


class Found(NamedTuple, Generic[ValueT]):
    """A value with the stretches of the letter that it was read from, in reading order."""

    value: ValueT
    spans: Sequence[Span]
