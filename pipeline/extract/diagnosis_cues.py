"""Where a clinical summary lists conditions, from cue to end of scope: `doc.spans["diagnosis_lists"]`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from spacy.language import Language
from spacy.tokens import Doc

from models.clinical import Basis, Certainty
from pipeline.extract.numbering import numbered_items
from pipeline.extract.scope import Scope
from pipeline.extract.tokens import mark, sentence_end, sentence_starts, valued, words
from pipeline.vocabulary import persons
from pipeline.vocabulary.diagnoses import DiagnosisCues, diagnosis_cues

INSERTION = 9
"""Tokens of an insertion between a cue and its list: "diagnosed on 3/3/2016 by Dr. Smith with"."""

LINKING = 40
"""Tokens of linking words in a row, beyond which they link nothing."""

GOVERNED = 6
"""A word that a cue depends on stands at most this many tokens before it."""

TURNED = 4
"""A word that turns a cue round stands at most this many tokens before it."""

CLAUSE_ENDS = frozenset({",", ";", "."})
BEHIND_VERB = frozenset({"with", "having", "as", ":"})
BEHIND_TREATMENT = frozenset({"for", "of", "by", "with"})
RULE_OUT = (("rule", "out"), ("r", "/", "o"))


class _List(NamedTuple):
    """A list of conditions: its first and last token, and what its cue says of them."""

    start: int
    end: int
    basis: Basis
    certainty: Certainty


class DiagnosisCueFinder:
    """spaCy component: finds the words that introduce conditions, and how far their list reaches."""

    def __init__(self, cues: DiagnosisCues, subjects: frozenset[str]) -> None:
        self._cues = cues
        self._subjects = subjects

    def __call__(self, doc: Doc) -> Doc:
        """Write the lists; a span's label is its basis, its `kb_id_` the certainty that its cue gives.

        Each item of a numbered list is a list of its own.
        """
        mark(doc, "diagnosis_lists", [valued(doc, *found) for found in self.process(doc)])
        return doc

    def process(self, doc: Doc) -> Sequence[_List]:
        """The lists in order; where one cue stands within the scope of another, the first list ends there."""
        lower, starts, dates = words(doc), sentence_starts(doc), doc.spans.get("dates", [])
        dated = frozenset(index for date in dates for index in range(date.start, date.end))
        summary = _Summary(self._cues, lower, starts, dated)
        scope = Scope(self._cues, self._subjects, lower, starts, dates)
        found: list[_List] = []
        for index, word in enumerate(lower):
            if word not in self._cues.kinds and starts[index] != index:  # most words: it would find nothing
                continue
            cue = summary.cue(index, word, found[-1] if found else None)
            if cue is None or summary.turned(index):
                continue
            begin, basis = cue
            if found and found[-1].end > index:
                found[-1] = found[-1]._replace(end=index)
            certainty = Certainty.POSSIBLE if summary.doubted(index) else Certainty.AFFIRMED
            for start, end in numbered_items(lower, begin) or [(begin, len(lower))]:
                if start < len(lower) and lower[start] not in self._cues.never_starting:
                    found.append(_List(start, scope.end(start, end), basis, certainty))
        return [each for each in found if each.start < each.end]


@dataclass(frozen=True)
class _Summary:
    """A summary's tokens in lower case, the start of each one's sentence, the tokens that are dates."""

    cues: DiagnosisCues
    lower: Sequence[str]
    starts: Sequence[int]
    dated: frozenset[int]

    def cue(self, index: int, word: str, last: _List | None) -> tuple[int, Basis] | None:
        """Where the list begins that a word introduces, and on what basis; None if it introduces none."""
        kind = self.cues.kinds.get(word)
        basis, begin = Basis.DIAGNOSED, None
        if kind == "diagnosed":
            begin = self._behind_verb(index + 1)
        elif kind == "nouns" or (kind == "opinion_nouns" and not self._pictured(index)):
            begin = self._behind_noun(index + 1)
        elif kind == "treated" or (kind == "treatment_nouns" and self._undergone(index)):
            basis, begin = Basis.TREATED_FOR, self._behind_for(index + 1)
        elif kind == "claim_nouns" and self._governed(index, self.cues.claim_verbs):
            basis, begin = Basis.CLAIMED, self._behind_for(index + 1)
        elif (
            kind == "alleging"
            and self.lower[index + 1 : index + 2]
            and self.lower[index + 1] in self.cues.alleged
        ):
            basis, begin = Basis.CLAIMED, index + 1
        elif kind is None and last is not None and self._adds_a_doubt(index, last):
            basis, begin = last.basis, index
        return None if begin is None or begin >= len(self.lower) else (begin, basis)

    def turned(self, index: int) -> bool:
        """Whether the words before a cue deny it, make it general, or make it another person's."""
        sentence = self.starts[index]
        near = self.lower[max(sentence, index - TURNED) : index]
        if not (self.cues.negations | self.cues.hypothetical).isdisjoint(near):
            return True
        return not self.cues.persons_of_another.isdisjoint(self.lower[sentence:index])

    def doubted(self, index: int) -> bool:
        """Whether the cue itself casts doubt: "working diagnosis"."""
        return not self.cues.doubted_lists.isdisjoint(self.lower[max(0, index - 2) : index])

    def _governed(self, index: int, governors: frozenset[str]) -> bool:
        return not governors.isdisjoint(self.lower[max(self.starts[index], index - GOVERNED) : index])

    def _undergone(self, index: int) -> bool:
        behind = self.lower[index + 1 : index + 2]
        return self._governed(index, self.cues.treatment_governors) and not BEHIND_TREATMENT.isdisjoint(
            behind
        )

    def _pictured(self, index: int) -> bool:
        """Whether an impression is that of a picture or a test."""
        return not self.cues.imaging.isdisjoint(self.lower[self.starts[index] : index])

    def _adds_a_doubt(self, index: int, last: _List) -> bool:
        """Whether the sentence behind a list is an item too: "Diagnosis: foot sprain. Rule out fracture."."""
        if self.starts[index] != index or index - last.end not in (0, 1):
            return False
        return any(tuple(self.lower[index : index + len(words)]) == words for words in RULE_OUT)

    def _behind_verb(self, index: int) -> int | None:
        """Behind "with" or "as having", which an insertion may part from its verb."""
        for at in self._insertion(index):
            if self.lower[at] in BEHIND_VERB:
                return self._run(at + 1)[0]
        return None

    def _behind_for(self, index: int) -> int | None:
        """Behind "for", which the person who treats may part from its word."""
        for at in self._insertion(index):
            if self.lower[at] == "for":
                return self._run(at + 1)[0]
            if self.lower[at] == "with":
                break
        return None

    def _behind_noun(self, index: int) -> int | None:
        """Behind the words between a noun and its list, one of which must introduce it."""
        begin, introduced = self._run(index)
        if not introduced and self.lower[begin : begin + 1] and self.lower[begin] in self.cues.interrupting:
            for at in self._insertion(begin):
                if self.lower[at] in self.cues.introducing_clause:
                    begin, introduced = self._run(at)
                    break
        refused = begin < len(self.lower) and self.lower[begin] in self.cues.refusing
        return begin if introduced and not refused else None

    def _insertion(self, index: int) -> Sequence[int]:
        """The tokens from one on among which the clause goes on."""
        end = min(sentence_end(self.starts, index - 1), index + INSERTION)
        for at in range(index, end):
            if self.lower[at] in CLAUSE_ENDS and at not in self.dated:
                return range(index, at)
        return range(index, end)

    def _run(self, index: int) -> tuple[int, bool]:
        """Behind the linking words from a token on, and whether one of them introduces a list."""
        introduced = False
        end = min(len(self.lower), index + LINKING)
        while index < end:
            if self.lower[index] in self.cues.introducing:
                introduced = True
            elif self.lower[index] not in self.cues.connecting:
                break
            index += 1
        return index, introduced


@Language.factory("imr_diagnosis_cues", requires=["doc.spans"], assigns=["doc.spans"])
def make_diagnosis_cue_finder(nlp: Language, name: str) -> DiagnosisCueFinder:
    """The component with the shipped vocabulary."""
    who = persons()
    subjects = who.worker | who.male_pronouns | who.female_pronouns | who.others
    return DiagnosisCueFinder(diagnosis_cues(), subjects)
