"""Where a summary tells how an injury came about, as tokens: announced, tied, told, attributed."""

from collections.abc import Iterator

from pipeline.extract.mechanism_core import CLAUSES, STOPS
from pipeline.extract.mechanism_words import ARTICLES, EVENT_WITHIN, NEAR, Stretch, Telling
from pipeline.extract.tokens import sentence_end
from pipeline.vocabulary.phrases import width_at

FIRST_TOLD = 140
"""Tokens from the summary's beginning among which a sensation or a verb is about the injury itself."""

INSERTION = 12
"""Tokens between a label and the verb that tells: "the mechanism of injury to the knee on 3/3/11 was"."""


def announced(telling: Telling, index: int) -> Stretch | None:
    """The words behind a label; an empty stretch where it says that nothing is known."""
    end = sentence_end(telling.starts, index)
    if "no" in telling.lower[max(telling.starts[index], index - 2) : index]:
        return index, index
    begin, tells = _linked(telling, index + 1, end)
    if not tells and begin < end:
        verbs = (
            at for at in range(begin, min(end, begin + INSERTION)) if telling.lower[at] in ("was", "is", ":")
        )
        begin, tells = _linked(telling, next(verbs, end), end)
    if not tells or begin >= end:
        return None
    return (begin, begin) if telling.lower[begin] in telling.vocabulary.unstated else (begin, end)


def is_cause(telling: Telling, begin: int, end: int) -> bool:
    """Whether a stretch begins with what may cause an injury."""
    reach = telling.lower[begin : min(end, begin + EVENT_WITHIN)]
    return telling.names_event(reach) or not telling.vocabulary.verbs.isdisjoint(reach)


def _linked(telling: Telling, index: int, end: int) -> tuple[int, bool]:
    tells = False
    while index < end and telling.lower[index] in telling.vocabulary.linking:
        tells = tells or telling.lower[index] in telling.vocabulary.telling
        index += 1
    while tells and telling.lower[index - 1] in ARTICLES:  # it belongs to what follows
        index -= 1
    return index, tells


def tied_to_injury(telling: Telling) -> Iterator[Stretch]:
    """Causes that a connector ties to a word for the injury, behind it or before it in the sentence."""
    searched = 0  # the end of the last sentence whose causes were given, from an earlier word on
    for index, word in enumerate(telling.lower):
        felt = word in telling.vocabulary.sensations and index < FIRST_TOLD
        named = word in telling.vocabulary.injuries and not telling.names_the_worker(index)
        if not named and not felt:
            continue
        end = sentence_end(telling.starts, index)
        for at in range(index + 1, end if end != searched else 0):
            width = width_at(telling.tables.connectors, telling.lower, at)
            if width and _causes(telling, at, width, end, felt):
                yield at + width, telling.end_of_event(at + width, end)
        searched = searched if felt else end
        yield from _opening(telling, index)


def _opening(telling: Telling, index: int) -> Iterator[Stretch]:
    """The clause that opens the sentence of a word: "While unloading a truck, she injured her back"."""
    for at in range(telling.starts[index], index - 1):
        if telling.lower[at] in ("while", "when") and telling.lower[at + 1].endswith("ing"):
            ends = (i for i in range(at, index) if _ends_opening(telling, i))
            yield at + 1, next(ends, index)


def _ends_opening(telling: Telling, index: int) -> bool:
    comma = telling.lower[index] == "," and index not in telling.dated
    return comma or telling.lower[index] in telling.vocabulary.clause_pronouns


def _causes(telling: Telling, at: int, width: int, end: int, felt: bool) -> bool:
    """Whether what stands behind a connector is a cause."""
    begin = at + width
    if begin >= end or begin in telling.dated:
        return False
    clause = width == 1 and telling.lower[at] in CLAUSES
    subject = telling.subject(begin, end) if clause else None
    if telling.lower[at] == "as" and clause and subject is None:
        return False
    reach = telling.lower[begin : min(end, begin + (EVENT_WITHIN if clause else NEAR))]
    acts = not telling.vocabulary.verbs.isdisjoint(reach)
    if not clause:
        return telling.lasting(begin) or (not felt and (acts or telling.names_event(reach)))
    if subject is not None:
        doing = any(word.endswith("ing") for word in telling.lower[subject : subject + 3])
        return acts or doing or telling.names_event(reach)
    doing = telling.lower[at] != "after" and reach[0].endswith("ing")
    return doing or acts or telling.names_event(reach)


def told(telling: Telling) -> Iterator[Stretch]:
    """An accident told with the worker as its subject."""
    for index, word in enumerate(telling.lower):
        if word.endswith("ing") and index < FIRST_TOLD and _was_doing(telling, index):
            yield index, sentence_end(telling.starts, index)
        early = index < FIRST_TOLD and word in telling.vocabulary.telling_verbs
        if not early and word not in telling.vocabulary.falls:
            continue
        verb = begin = index - 2 if index > 1 and telling.lower[index - 1] == "-" else index
        while begin and telling.lower[begin - 1] in telling.vocabulary.auxiliaries:
            begin -= 1
        if begin and telling.lower[begin - 1] in telling.worker | telling.vocabulary.clause_pronouns:
            yield verb, sentence_end(telling.starts, index)


def _was_doing(telling: Telling, index: int) -> bool:
    """Whether the worker was at something when a sensation came: "was lifting a crate and felt"."""
    behind = telling.lower[index : sentence_end(telling.starts, index)]
    subject = not telling.worker.isdisjoint(telling.lower[telling.starts[index] : index])
    return (
        telling.lower[index - 1] == "was" and subject and not telling.vocabulary.sensations.isdisjoint(behind)
    )


def attributed(telling: Telling) -> Iterator[Stretch]:
    """An accident that something is put down to: "contusion secondary to a fall"."""
    for index in range(len(telling.lower)):
        width = width_at(telling.tables.attributions, telling.lower, index)
        if not width or (telling.lower[index] == "from" and telling.precluded(index)):
            continue
        begin, end = index + width, sentence_end(telling.starts, index)
        for at in range(begin, min(end, begin + NEAR + 1)):
            kinds = (
                telling.lower[at] == "trauma" and telling.lower[at - 1] not in telling.vocabulary.trauma_kinds
            )
            if telling.lower[at] in STOPS or telling.lower[at] == "," or kinds:
                break
            if telling.lasting(at):
                yield at, next((i for i in range(at, end) if telling.lower[i] == ","), end)
                break
            if telling.lower[at] in telling.vocabulary.accidents:
                yield begin, next((i for i in range(at, end) if telling.parts(i)), end)
                break
