"""Numbered lists in running text: "1) Lumbar strain. 2) Neck pain"."""

from collections.abc import Iterator, Sequence

LONGEST_ITEM = 60
"""Tokens from one number to the next."""

OPENING = frozenset({"(", "#"})
CLOSING = frozenset({".", ")", ":", "-", "]", ".)"})
MOST = 40


def numbered_items(lower: Sequence[str], start: int) -> list[tuple[int, int]]:
    """The items of a list that begins at a token, as token offsets without numbers; empty if it is none.

    The numbers must count up from 1, each with a mark behind it, so that a dose or a level is not taken for
    one. The last item is given up to the end of the text: its sentence ends it.
    """
    first = _number(lower, start, 1)
    if first is None:
        return []
    marks = [(start, first), *_following(lower, first)]
    ends = [mark for mark, _ in marks[1:]] + [len(lower)]
    return [(begin, end) for (_, begin), end in zip(marks, ends, strict=True)]


def _following(lower: Sequence[str], index: int) -> Iterator[tuple[int, int]]:
    for wanted in range(2, MOST):
        for at in range(index + 1, min(index + LONGEST_ITEM, len(lower))):
            behind = _number(lower, at, wanted)
            if behind is not None:
                yield at, behind
                index = behind
                break
        else:
            return


def _number(lower: Sequence[str], index: int, wanted: int) -> int | None:
    """Behind the number's mark, if the wanted number stands at a token."""
    opened = lower[index : index + 1] and lower[index] in OPENING
    index += bool(opened)
    word = lower[index] if index < len(lower) else ""
    if word in (f"{wanted})", f"{wanted}."):  # one token: the tokenizer takes "8)" for a face
        return index + 1
    if word != str(wanted):
        return None
    if index + 1 < len(lower) and lower[index + 1] in CLOSING:
        return index + 2
    return index + 1 if opened and lower[index - 1] == "#" else None
