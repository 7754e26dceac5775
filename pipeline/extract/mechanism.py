"""How the injury came about: `doc.spans["mechanism"]`, the core phrase."""

from spacy.language import Language
from spacy.tokens import Doc

from pipeline.extract.mechanism_core import core_phrase
from pipeline.extract.mechanism_cues import (
    FIRST_TOLD,
    announced,
    attributed,
    is_cause,
    tied_to_injury,
    told,
)
from pipeline.extract.mechanism_words import PhraseTables, Stretch, Telling
from pipeline.extract.tokens import mark, sentence_starts, valued, words
from pipeline.vocabulary import persons
from pipeline.vocabulary.mechanisms import Mechanisms, mechanisms
from pipeline.vocabulary.phrases import phrases


class MechanismFinder:
    """spaCy component: the phrase for how the injury happened, where the summary tells it."""

    def __init__(self, vocabulary: Mechanisms, worker: frozenset[str]) -> None:
        self._vocabulary = vocabulary
        self._worker = worker
        self._tables = PhraseTables(
            phrases(vocabulary.connectors), phrases(vocabulary.attributions), phrases(vocabulary.ends)
        )

    def __call__(self, doc: Doc) -> Doc:
        """Write `doc.spans["mechanism"]`: at most one span."""
        dates = frozenset(i for date in doc.spans.get("dates", []) for i in range(date.start, date.end))
        starts = sentence_starts(doc)
        found = self._find(Telling(words(doc), starts, dates, self._vocabulary, self._tables, self._worker))
        mark(doc, "mechanism", [valued(doc, *found, "MECHANISM", "")] if found else [])
        return doc

    def _find(self, telling: Telling) -> Stretch | None:
        """What a label announces; else what is tied to an injury; else an accident told or named."""
        for index, word in enumerate(telling.lower):
            labelled = word in self._vocabulary.labels
            if labelled or (word in self._vocabulary.event_labels and index < FIRST_TOLD):
                stretch = announced(telling, index)
                if stretch is not None and (labelled or is_cause(telling, *stretch)):
                    return core_phrase(telling, *stretch)
        for way in (tied_to_injury, told, attributed):
            for stretch in way(telling):
                core = core_phrase(telling, *stretch)
                if core is not None:
                    return core
        return None


@Language.factory("imr_mechanism", requires=["doc.spans"], assigns=["doc.spans"])
def make_mechanism_finder(nlp: Language, name: str) -> MechanismFinder:
    """The component with the shipped vocabulary."""
    return MechanismFinder(mechanisms(), persons().worker)
