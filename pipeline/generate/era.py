"""What the cases of a layout have in common, before any of them is laid out."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from pipeline.generate.fiction import Decision, RequestItem
from pipeline.generate.narrator import Narrator

Statements = tuple[str | None, str]
"""The guideline statements of the claims administrator, where the layout has one, and of the reviewer."""


@dataclass(frozen=True)
class Era:
    """The cases that come in one layout.

    Attributes:
        first: The first day on which one is decided.
        last: The last day.
        priorities: As printed, each as often as it is to be drawn.
        issue_counts: How many items are in dispute, each number with its weight.
        decisions: Decisions with their weights.
        items: What is asked for.
        in_sentences: Whether the items are named within sentences, and not in titles.
        specialties: What reviewers are certified in.
        specialty_counts: How many of these a reviewer has, each number as often as it is to be drawn.
        reviewers: What the reviewer may be called in statements, taken in turn.
        old_numbers: Share of the case numbers of 2013 and 2014 without the letters "CM".
        state: Writes the guideline statements, given the request's category and the reviewer's name.
        conclusions: Last sentences of a rationale.
    """

    first: date
    last: date
    priorities: tuple[str, ...]
    issue_counts: Mapping[int, int]
    decisions: Mapping[Decision, int]
    items: tuple[RequestItem, ...]
    in_sentences: bool
    specialties: tuple[str, ...]
    specialty_counts: tuple[int, ...]
    reviewers: tuple[str, ...]
    old_numbers: float
    state: Callable[[Narrator, str, str], Statements]
    conclusions: Mapping[Decision, tuple[str, ...]]
