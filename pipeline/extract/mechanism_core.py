"""The core phrase of how an injury came about: without connector, subject, article, and what came of it."""

from pipeline.extract.mechanism_words import ARTICLES, NEAR, Stretch, Telling
from pipeline.vocabulary.phrases import width_at

CLAUSES = frozenset({"when", "while", "after", "as"})
STOPS = frozenset({".", ";", "(", "\n\n"})
TRAILING = (
    STOPS
    | ARTICLES
    | {",", '"', "-", "and", "on", "in", "of", "at", "from", "with", "to", "for", "as", "between"}
)


def core_phrase(telling: Telling, begin: int, end: int) -> Stretch | None:
    """The phrase without connector, subject, auxiliary and article, up to what came of it."""
    begin = _inner(telling, begin, end)
    end = _end(telling, begin, end)
    article = begin < end and telling.lower[begin] in ARTICLES
    if article and telling.vocabulary.verbs.isdisjoint(telling.lower[begin + 1 : begin + NEAR]):
        begin += 1
    return (begin, end) if begin < end else None


def _inner(telling: Telling, begin: int, end: int) -> int:
    """Where the core begins."""
    while begin < end:
        subject = telling.subject(begin, end)
        if telling.lower[begin] in CLAUSES:
            begin += 1
        elif subject is not None:
            begin = subject
            while begin < end and telling.lower[begin] in telling.vocabulary.auxiliaries:
                begin += 1
        elif telling.lower[begin] in telling.vocabulary.sensations:
            clauses = (at for at in range(begin, end) if telling.lower[at] in ("while", "when", "after"))
            begin = next(clauses, end)
        elif telling.lower[begin] in telling.vocabulary.preambles - ARTICLES:
            begin += 1
        else:
            skipped = begin + 1 < end and telling.lower[begin] in ARTICLES
            if not (skipped and telling.lower[begin + 1] in telling.vocabulary.preambles):
                break
            begin += 1
    return begin


def _end(telling: Telling, begin: int, end: int) -> int:
    """Where it ends."""
    for at in range(begin + 1, end):
        word = telling.lower[at]
        stopped = word in STOPS or not word.strip() or at in telling.dated
        if stopped or width_at(telling.tables.ends, telling.lower, at):
            end = at
            break
        if word in (",", "and") and _came_of_it(telling, at + 1, end):
            end = at
            break
    while end > begin and telling.lower[end - 1] in TRAILING:
        end -= 1
    return end


def _came_of_it(telling: Telling, index: int, end: int) -> bool:
    """Whether a clause begins here in which the worker does something else than come to harm."""
    subject = telling.subject(index, end)
    return subject is not None and telling.vocabulary.verbs.isdisjoint(telling.lower[subject : subject + 2])
