"""The words that tell how an injury came about."""

from functools import cache, cached_property

from pipeline.vocabulary.files import Lower, VocabularyFile, Words, load


class Mechanisms(VocabularyFile):
    """How a summary tells how an injury came about.

    Attributes:
        labels: Nouns that announce it: "mechanism of injury".
        event_labels: Nouns that do so at the summary's beginning, if a cause follows: "the event was a fall".
        linking: Words that may stand between a label and what it announces.
        telling: Words one of which must stand there.
        unstated: Words that say there that it is not told.
        injuries: Words for the injury, which a connector ties to its cause.
        sensations: Words for what the worker felt as it happened.
        connectors: Phrases between an injury and its cause.
        attributions: Phrases that tie an accident to anything.
        precluding: Words behind which "from" tells what the worker must not do.
        events: Words for what may cause an injury.
        accidents: Of these, those that can mean nothing else behind an attribution.
        burdens: Words for what goes on for long, a cause only if it is of a kind that harms.
        trauma_kinds: These kinds: "cumulative trauma", "repetitive lifting".
        lasting: Of these, those that make a cause of whatever follows them behind an attribution.
        verbs: Verbs of what may cause an injury.
        everyday: Of these, those that tell much else unless an injury is named with them.
        falls: Of these, those that tell an accident by themselves.
        auxiliaries: Words left out before such a verb, with its subject.
        ends: Phrases before which the telling ends.
        preambles: Words left out before the core phrase.
        clause_pronouns: Pronouns that stand for the worker as the subject of a clause.
    """

    labels: Words
    event_labels: Words
    linking: Words
    telling: Words
    unstated: Words
    injuries: Words
    sensations: Words
    connectors: tuple[Lower, ...]
    attributions: tuple[Lower, ...]
    precluding: Words
    events: Words
    accidents: Words
    burdens: Words
    trauma_kinds: Words
    lasting: Words
    verbs: Words
    everyday: Words
    falls: Words
    auxiliaries: Words
    ends: tuple[Lower, ...]
    preambles: Words
    clause_pronouns: Words

    @cached_property
    def telling_verbs(self) -> frozenset[str]:
        """Verbs that tell how an injury came about though none is named with them."""
        return self.verbs - self.everyday


@cache
def mechanisms() -> Mechanisms:
    """How a summary tells how an injury came about."""
    return load("mechanisms.json", Mechanisms)
