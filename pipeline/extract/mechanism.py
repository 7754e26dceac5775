"""How the injury came about: `doc.spans["mechanism"]`, the core phrase."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.tokens import mark, sentence_end, sentence_starts, valued, words
from pipeline.vocabulary import persons
from pipeline.vocabulary.diagnoses import Phrases, phrases, width_at
from pipeline.vocabulary.mechanisms import Mechanisms, mechanisms

Stretch = tuple[int, int]

FIRST_TOLD = 140
"""Tokens from the summary's beginning among which a sensation or a verb is about the injury itself."""

INSERTION = 12
"""Tokens between a label and the verb that tells: "the mechanism of injury to the knee on 3/3/11 was"."""

EVENT_WITHIN = 12
"""A cause is named within so many tokens of what introduces it."""

NEAR = 5
"""... or of a preposition, which introduces much else."""

CLAUSES = frozenset({"when", "while", "after", "as"})
ARTICLES = frozenset({"a", "an", "the"})
PARTING = frozenset({",", "and", ";"})
STOPS = frozenset({".", ";", "(", "\n\n"})
TRAILING = frozenset(
    {
        ",",
        ".",
        '"',
        "-",
        "and",
        "on",
        "in",
        "of",
        "at",
        "from",
        "with",
        "to",
        "a",
        "the",
        "for",
        "as",
        "between",
    }
)


class MechanismFinder:
    """spaCy component: the phrase for how the injury happened, where the summary tells it."""

    def __init__(self, vocabulary: Mechanisms, worker: frozenset[str]) -> None:
        self._vocabulary = vocabulary
        self._worker = worker
        self._tables = _Tables(
            phrases(vocabulary.connectors), phrases(vocabulary.attributions), phrases(vocabulary.ends)
        )

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["mechanism"]`: at most one span."""
        dates = frozenset(i for date in doc.spans.get("dates", []) for i in range(date.start, date.end))
        summary = _Summary(
            words(doc), sentence_starts(doc), dates, self._vocabulary, self._tables, self._worker
        )
        found = summary.mechanism()
        mark(doc, "mechanism", [valued(doc, *found, "MECHANISM", "")] if found else [])
        return doc


@dataclass(frozen=True)
class _Tables:
    """The vocabulary's phrases in the form that they are looked up in."""

    connectors: Phrases
    attributions: Phrases
    ends: Phrases


@dataclass(frozen=True)
class _Summary:
    """A summary's tokens, the start of each one's sentence, its dates, and the vocabulary."""

    lower: Sequence[str]
    starts: Sequence[int]
    dated: frozenset[int]
    vocabulary: Mechanisms
    tables: _Tables
    worker: frozenset[str]

    def mechanism(self) -> Stretch | None:
        """What a label announces; else what is tied to an injury; else an accident told or named."""
        for index, word in enumerate(self.lower):
            if word in self.vocabulary.labels or (
                word in self.vocabulary.event_labels and index < FIRST_TOLD
            ):
                announced = self._announced(index)
                if announced is not None and (word in self.vocabulary.labels or self._is_cause(*announced)):
                    return self._core(*announced)
        for told in (self._tied_to_injury, self._told, self._attributed):
            for begin, end in told():
                core = self._core(begin, end)
                if core is not None:
                    return core
        return None

    def _announced(self, index: int) -> Stretch | None:
        """The words behind a label; an empty stretch where it says that nothing is known."""
        end = sentence_end(self.starts, index)
        if "no" in self.lower[max(self.starts[index], index - 2) : index]:
            return index, index
        begin, telling = self._linked(index + 1, end)
        if not telling and begin < end:
            verbs = (
                at for at in range(begin, min(end, begin + INSERTION)) if self.lower[at] in ("was", "is", ":")
            )
            begin, telling = self._linked(next(verbs, end), end)
        if not telling or begin >= end:
            return None
        return (begin, begin) if self.lower[begin] in self.vocabulary.unstated else (begin, end)

    def _is_cause(self, begin: int, end: int) -> bool:
        reach = self.lower[begin : min(end, begin + EVENT_WITHIN)]
        return self._names_event(reach) or not self.vocabulary.verbs.isdisjoint(reach)

    def _linked(self, index: int, end: int) -> tuple[int, bool]:
        telling = False
        while index < end and self.lower[index] in self.vocabulary.linking:
            telling = telling or self.lower[index] in self.vocabulary.telling
            index += 1
        while telling and self.lower[index - 1] in ARTICLES:  # it belongs to what follows
            index -= 1
        return index, telling

    def _tied_to_injury(self) -> Iterator[Stretch]:
        """Causes that a connector ties to a word for the injury, behind it or before it in the sentence."""
        for index, word in enumerate(self.lower):
            felt = word in self.vocabulary.sensations and index < FIRST_TOLD
            named = word in self.vocabulary.injuries and not self._names_the_worker(index)
            if not named and not felt:
                continue
            end = sentence_end(self.starts, index)
            for at in range(index + 1, end):
                width = width_at(self.tables.connectors, self.lower, at)
                if width and self._causes(at, width, end, felt):
                    yield at + width, self._end_of_event(at + width, end)
            yield from self._opening(index)

    def _opening(self, index: int) -> Iterator[Stretch]:
        """The clause that opens the sentence of a word: "While unloading a truck, she injured her back"."""
        for at in range(self.starts[index], index - 1):
            if self.lower[at] in ("while", "when") and self.lower[at + 1].endswith("ing"):
                ends = (i for i in range(at, index) if self._ends_opening(i))
                yield at + 1, next(ends, index)

    def _ends_opening(self, index: int) -> bool:
        comma = self.lower[index] == "," and index not in self.dated
        return comma or self.lower[index] in self.vocabulary.clause_pronouns

    def _names_the_worker(self, index: int) -> bool:
        """Whether "injured" is but a part of "the injured worker"."""
        return self.lower[index] == "injured" and not self.worker.isdisjoint(
            self.lower[index + 1 : index + 2]
        )

    def _causes(self, at: int, width: int, end: int, felt: bool) -> bool:
        """Whether what stands behind a connector is a cause."""
        begin = at + width
        if begin >= end or begin in self.dated:
            return False
        clause = width == 1 and self.lower[at] in CLAUSES
        subject = self._subject(begin, end) if clause else None
        if self.lower[at] == "as" and clause and subject is None:
            return False
        reach = self.lower[begin : min(end, begin + (EVENT_WITHIN if clause else NEAR))]
        acts = not self.vocabulary.verbs.isdisjoint(reach)
        if not clause:
            return self._lasting(begin) or (not felt and (acts or self._names_event(reach)))
        if subject is not None:
            doing = any(word.endswith("ing") for word in self.lower[subject : subject + 3])
            return acts or doing or self._names_event(reach)
        doing = self.lower[at] != "after" and reach[0].endswith("ing")
        return doing or acts or self._names_event(reach)

    def _lasting(self, index: int) -> bool:
        return self.lower[index] in self.vocabulary.lasting

    def _names_event(self, reach: Sequence[str]) -> bool:
        for number, word in enumerate(reach):
            if word == ",":
                return False
            kind = word in self.vocabulary.burdens and not self.vocabulary.trauma_kinds.isdisjoint(
                reach[:number]
            )
            if kind or word in self.vocabulary.events:
                return True
        return False

    def _told(self) -> Iterator[Stretch]:
        """An accident told with the worker as its subject."""
        for index, word in enumerate(self.lower):
            if word.endswith("ing") and index < FIRST_TOLD and self._was_doing(index):
                yield index, sentence_end(self.starts, index)
            early = index < FIRST_TOLD and word in self.vocabulary.telling_verbs
            if not early and word not in self.vocabulary.falls:
                continue
            verb = begin = index - 2 if index > 1 and self.lower[index - 1] == "-" else index
            while begin and self.lower[begin - 1] in self.vocabulary.auxiliaries:
                begin -= 1
            if begin and self.lower[begin - 1] in self.worker | self.vocabulary.clause_pronouns:
                yield verb, sentence_end(self.starts, index)

    def _was_doing(self, index: int) -> bool:
        """Whether the worker was at something when a sensation came: "was lifting a crate and felt"."""
        behind = self.lower[index : sentence_end(self.starts, index)]
        subject = not self.worker.isdisjoint(self.lower[self.starts[index] : index])
        return (
            self.lower[index - 1] == "was" and subject and not self.vocabulary.sensations.isdisjoint(behind)
        )

    def _attributed(self) -> Iterator[Stretch]:
        """An accident that something is put down to: "contusion secondary to a fall"."""
        for index in range(len(self.lower)):
            width = width_at(self.tables.attributions, self.lower, index)
            if not width or (self.lower[index] == "from" and self._precluded(index)):
                continue
            begin, end = index + width, sentence_end(self.starts, index)
            for at in range(begin, min(end, begin + NEAR + 1)):
                kinds = self.lower[at] == "trauma" and self.lower[at - 1] not in self.vocabulary.trauma_kinds
                if self.lower[at] in STOPS or self.lower[at] == "," or kinds:
                    break
                if self._lasting(at):
                    yield at, next((i for i in range(at, end) if self.lower[i] == ","), end)
                    break
                if self.lower[at] in self.vocabulary.accidents:
                    yield begin, next((i for i in range(at, end) if self._parts(i)), end)
                    break

    def _precluded(self, index: int) -> bool:
        """Whether "from" tells what the worker must not do."""
        return not self.vocabulary.precluding.isdisjoint(self.lower[self.starts[index] : index])

    def _end_of_event(self, begin: int, end: int) -> int:
        """Where the naming of an event ends; a clause is told to its own end."""
        named = (
            at for at in range(begin, min(end, begin + NEAR)) if self.lower[at] in self.vocabulary.accidents
        )
        at = next(named, end)
        verb = not self.vocabulary.verbs.isdisjoint(self.lower[begin:at])
        return end if verb else next((i for i in range(at, end) if self._parts(i)), end)

    def _parts(self, index: int) -> bool:
        """Whether the naming of an accident ends here; "slip and fall" is one."""
        both = self.lower[index] == "and" and not self.vocabulary.accidents.isdisjoint(
            self.lower[index + 1 : index + 2]
        )
        return self.lower[index] in PARTING and not both

    def _subject(self, index: int, end: int) -> int | None:
        """Behind the worker as the subject of a clause that begins at a token."""
        for at in range(index, min(end, index + NEAR)):
            if self.lower[at] in self.worker or self.lower[at] in self.vocabulary.clause_pronouns:
                return at + 1
            if self.lower[at] not in ("the", "this", "injured", "male", "female", "an", "a"):
                return None
        return None

    def _core(self, begin: int, end: int) -> Stretch | None:
        """The phrase without connector, subject, auxiliary and article, up to what came of it."""
        begin = self._inner(begin, end)
        end = self._end(begin, end)
        article = begin < end and self.lower[begin] in ARTICLES
        if article and self.vocabulary.verbs.isdisjoint(self.lower[begin + 1 : begin + NEAR]):
            begin += 1
        return (begin, end) if begin < end else None

    def _inner(self, begin: int, end: int) -> int:
        while begin < end:
            subject = self._subject(begin, end)
            if self.lower[begin] in CLAUSES:
                begin += 1
            elif subject is not None:
                begin = subject
                while begin < end and self.lower[begin] in self.vocabulary.auxiliaries:
                    begin += 1
            elif self.lower[begin] in self.vocabulary.sensations:
                clauses = (at for at in range(begin, end) if self.lower[at] in ("while", "when", "after"))
                begin = next(clauses, end)
            elif self.lower[begin] in self.vocabulary.preambles - ARTICLES:
                begin += 1
            else:
                skipped = begin + 1 < end and self.lower[begin] in ARTICLES
                if not (skipped and self.lower[begin + 1] in self.vocabulary.preambles):
                    break
                begin += 1
        return begin

    def _end(self, begin: int, end: int) -> int:
        for at in range(begin + 1, end):
            word = self.lower[at]
            stopped = word in STOPS or not word.strip() or at in self.dated
            if stopped or width_at(self.tables.ends, self.lower, at):
                end = at
                break
            if word in (",", "and") and self._came_of_it(at + 1, end):
                end = at
                break
        while end > begin and self.lower[end - 1] in TRAILING:
            end -= 1
        return end

    def _came_of_it(self, index: int, end: int) -> bool:
        """Whether a clause begins here in which the worker does something else than come to harm."""
        subject = self._subject(index, end)
        return subject is not None and self.vocabulary.verbs.isdisjoint(self.lower[subject : subject + 2])


@Language.factory("imr_mechanism", requires=["doc.spans"], assigns=["doc.spans"])
def make_mechanism_finder(nlp: Language, name: str) -> MechanismFinder:
    """The component with the shipped vocabulary."""
    return MechanismFinder(mechanisms(), persons().worker)
