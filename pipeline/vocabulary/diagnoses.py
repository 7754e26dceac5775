"""The words that diagnoses are introduced by and made of."""

from functools import cache, cached_property

from pipeline.vocabulary.files import Lower, VocabularyFile, Words, load


class Conditions(VocabularyFile):
    """What a diagnosis is made of.

    Attributes:
        heads: Words that name a condition.
        suffixes: Endings of words that do.
        sides: Words for a side.
        pairs: Heads of which two share one part of the body: "sprain and strain".
        anatomy: Words for where it is.
        structures: Words for what it is in: muscle, fascia, tendon.
        qualifiers: Words that say more of a condition, and name none.
        function_words: Words that say nothing by themselves.
        coordinating: Words behind which an "and" joins what they govern.
        treatments: Words that show that "with" begins what is done about a condition.
    """

    heads: Words
    suffixes: tuple[Lower, ...]
    sides: Words
    pairs: Words
    anatomy: Words
    structures: Words
    qualifiers: Words
    function_words: Words
    coordinating: Words
    treatments: Words

    @cached_property
    def modifiers(self) -> frozenset[str]:
        """Words that name no condition by themselves."""
        return self.anatomy | self.structures | self.qualifiers | self.function_words | self.sides


class DiagnosisCues(VocabularyFile):
    """What introduces a list of diagnoses, what ends it, and what takes certainty from an item.

    Attributes:
        diagnosed: Verbs of diagnosis.
        nouns: Nouns for a diagnosis.
        opinion_nouns: Nouns that stand for a diagnosis only before a colon or the like.
        treated: Verbs of treatment, before "for".
        treatment_nouns: Nouns of treatment, before "for".
        treatment_governors: Words that must stand before such a noun.
        claim_nouns: Nouns of a claim, before "for".
        claim_verbs: Words that must stand before such a noun.
        alleging: Verbs of a claim, before what is alleged.
        alleged: What they must allege: a body part alone is no condition.
        introducing: Words one of which must stand between a noun and its list.
        connecting: Words that may stand there too.
        interrupting: Words that begin an insertion there: "diagnoses on 3/3/2016 were".
        refusing: Words behind a noun that say that no list follows.
        never_starting: Words that no list begins with.
        negations: Words before a cue that turn it round.
        hypothetical: Words before a cue that make it general or conditional.
        doubted_lists: Adjectives before a noun that cast doubt on the whole list.
        doubts: Phrases that cast doubt on the item behind them.
        excluded: Phrases that make the item behind them no diagnosis of the worker.
        conjunctions: Phrases that stand for "and".
        cuts: Words that a list ends before.
        finite: Verbs that begin another clause.
        acts: Verbs that do so where a conjunction or a subject stands before them.
        imaging: Words that show that an impression is that of a picture or a test.
        persons_of_another: Words before a cue that make it someone else's.
    """

    diagnosed: Words
    nouns: Words
    opinion_nouns: Words
    treated: Words
    treatment_nouns: Words
    treatment_governors: Words
    claim_nouns: Words
    claim_verbs: Words
    alleging: Words
    alleged: Words
    introducing: Words
    connecting: Words
    interrupting: Words
    refusing: Words
    never_starting: Words
    negations: Words
    hypothetical: Words
    doubted_lists: Words
    doubts: tuple[Lower, ...]
    excluded: tuple[Lower, ...]
    conjunctions: tuple[Lower, ...]
    cuts: Words
    finite: Words
    acts: Words
    imaging: Words
    persons_of_another: Words

    @cached_property
    def introducing_clause(self) -> frozenset[str]:
        """Of the words that introduce a list, those that do so behind an insertion too."""
        return self.introducing - {"of", "as"}

    @cached_property
    def kinds(self) -> dict[str, str]:
        """Each cue word with the name of the list that it stands in."""
        names = (
            "diagnosed",
            "nouns",
            "opinion_nouns",
            "treated",
            "treatment_nouns",
            "claim_nouns",
            "alleging",
        )
        return {word: name for name in names for word in getattr(self, name)}


@cache
def conditions() -> Conditions:
    """What a diagnosis is made of."""
    return load("conditions.json", Conditions)


@cache
def diagnosis_cues() -> DiagnosisCues:
    """What introduces diagnoses."""
    return load("diagnosis_cues.json", DiagnosisCues)
