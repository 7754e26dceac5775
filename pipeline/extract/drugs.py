"""The drugs that a request's title names, known by their names or by the strength and form behind them."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.vocabulary.drugs import Drug, Drugs, drugs

WORD = re.compile(r"[^\W\d_]+|\d+")

LOOSE = frozenset({"", "-", "–", "#", ".", "'", "’", "(", ")", "/"})
"""What may stand between the words of a name, blanks aside."""

SURE = 8
"""A word of at least so many letters is a misspelt name if one letter is wrong."""

LONGEST = 40
"""Letters; no word of a name has more, and each of them may be the wrong one."""

STEM = 7
"""A word of at least so many letters is a drug if it ends like an international nonproprietary name."""

FORM = 5
"""A word of at least so many letters may be a drug by the dose form behind it."""

BACK = 8
"""So many words may stand between a drug and its strength: salts, releases, forms and other strengths."""


class DrugMention(NamedTuple):
    """Where a title names a drug, and which; no entry if the vocabulary does not have it."""

    start: int
    end: int
    entry: Drug | None


class Token(NamedTuple):
    """A run of letters or of digits, in lower case."""

    start: int
    end: int
    word: str


class _Run(NamedTuple):
    """A mention as a range of tokens."""

    first: int
    last: int
    entry: Drug | None


class DrugFinder:
    """Finds the names of a vocabulary, what is misspelt, and unknown drugs by their form."""

    def __init__(self, vocabulary: Drugs) -> None:
        self._words = vocabulary
        self._forms = vocabulary.oral_forms | vocabulary.topical_forms
        self._between = self._forms | vocabulary.salts
        self._stems = tuple(vocabulary.stems)
        self._endings = tuple(vocabulary.english_endings)
        self._names: dict[str, list[tuple[Sequence[tuple[bool, str]], Drug]]] = {}
        self._near: dict[str, Drug] = {}
        for drug in vocabulary.drugs:
            self._add(drug)
        for names in self._names.values():
            names.sort(key=lambda name: len(name[0]), reverse=True)

    def _add(self, drug: Drug) -> None:
        tokens = _tokens(drug.name)
        rest = [
            (drug.name[before.end : token.start] == "-", token.word) for before, token in pairwise(tokens)
        ]
        self._names.setdefault(tokens[0].word, []).append((rest, drug))
        if not rest and len(drug.name) >= SURE:
            for variant in _shortened(tokens[0].word):
                self._near.setdefault(variant, drug)

    def find(self, title: str) -> list[DrugMention]:
        """The drugs of a title in order, each name once."""
        tokens = _tokens(title)
        known = list(self._known(title, tokens))
        runs = sorted([*known, *self._unknown(title, tokens, known)], key=lambda run: run.first)
        mentions: dict[str, DrugMention] = {}
        for run in self._without_tests(title, tokens, runs):
            name = "".join(token.word for token in tokens[run.first : run.last + 1])
            start, end = tokens[run.first].start, tokens[run.last].end
            mentions.setdefault(name, DrugMention(start, end, run.entry))
        return list(mentions.values())

    def _known(self, title: str, tokens: Sequence[Token]) -> Iterator[_Run]:
        index = end = 0
        while index < len(tokens):
            run = self._at(title, tokens, index)
            if run:
                if not self._is_salt(title, tokens, index, end):
                    yield run
                    end = run.last + 1
                index = run.last
            index += 1

    def _is_salt(self, title: str, tokens: Sequence[Token], index: int, end: int) -> bool:
        """Whether a name behind another name is only its salt: "Esomeprazole magnesium"."""
        salt = index == end > 0 and tokens[index].word in self._words.salts
        return salt and title[tokens[index - 1].end : tokens[index].start].isspace()

    def _at(self, title: str, tokens: Sequence[Token], index: int) -> _Run | None:
        token = tokens[index]
        for rest, drug in self._names.get(token.word, ()):
            if _follows(title, tokens, index, rest):
                return _Run(index, index + len(rest), drug)
        if title[token.end : token.end + 1] == "-" and index + 1 < len(tokens):
            # A name that a line break parted: "Cyclo- benzaprine".
            after = tokens[index + 1]
            for rest, drug in self._names.get(token.word + after.word, ()):
                if not rest and title[token.end : after.start].strip() == "-":
                    return _Run(index, index + 1, drug)
        if len(token.word) < STEM:
            return None
        is_drug, entry = self._judge(token.word)
        return _Run(index, index, entry) if is_drug else None

    def _judge(self, word: str) -> tuple[bool, Drug | None]:
        """Whether a word that is no name of the vocabulary is a misspelt one, or has a drug's stem."""
        if word in self._words.other_words or word.endswith(self._endings):
            return False, None
        if SURE <= len(word) <= LONGEST:
            for variant in _shortened(word):
                if variant in self._near:
                    return True, self._near[variant]
        return word.endswith(self._stems), None

    def _unknown(self, title: str, tokens: Sequence[Token], runs: Sequence[_Run]) -> Iterator[_Run]:
        """Words that only a strength or a dose form shows to be drugs."""
        taken = {index for run in runs for index in range(run.first, run.last + 1)}
        of_skin = bool(runs) or any(token.word in self._words.topical_forms for token in tokens)
        for index, token in enumerate(tokens):
            found: int | None = None
            if token.word in self._forms:
                found = self._before_form(title, tokens, index)
            elif token.word.isdigit() and self._is_strength(title, tokens, index, of_skin):
                found = self._before_strength(title, tokens, index, taken)
            if found is not None and not self._is_explained(title, tokens, found, taken):
                first = self._first(title, tokens, found, taken)
                taken.update(range(first, found + 1))
                yield _Run(first, found, None)

    def _is_explained(self, title: str, tokens: Sequence[Token], index: int, taken: set[int]) -> bool:
        """Whether a word is part of a name, or only qualifies the name that it stands right behind."""
        behind = index - 1 in taken and title[tokens[index - 1].end : tokens[index].start].isspace()
        return index in taken or behind

    def _is_strength(self, title: str, tokens: Sequence[Token], index: int, of_skin: bool) -> bool:
        end = tokens[index].end
        if title[end : end + 2].lstrip()[:1] == "%":
            return of_skin
        if index + 1 == len(tokens) or tokens[index + 1].start > end + 1:
            return False
        return tokens[index + 1].word in self._words.units

    def _before_strength(
        self, title: str, tokens: Sequence[Token], index: int, taken: set[int]
    ) -> int | None:
        for back in range(index - 1, max(-1, index - BACK), -1):
            word = tokens[back].word
            if back in taken:
                return None
            if word.isdigit() or word in self._between:
                continue
            return back if self._may_be_name(tokens[back]) else None
        return None

    def _before_form(self, title: str, tokens: Sequence[Token], index: int) -> int | None:
        if not index or title[tokens[index - 1].end : tokens[index].start].strip():
            return None
        token = tokens[index - 1]
        if len(token.word) < FORM or not title[token.start].isupper():
            return None
        return index - 1 if self._may_be_name(token) else None

    def _may_be_name(self, token: Token) -> bool:
        word = token.word
        words = self._words
        return (
            len(word) > 2
            and word not in words.other_words
            and word not in words.units
            and word not in words.laboratory
            and word not in self._between
            and not word.endswith(self._endings)
            and not word.isdigit()
        )

    def _first(self, title: str, tokens: Sequence[Token], last: int, taken: set[int]) -> int:
        """The first token of a name that ends at a token: a name of two words has capitals at both."""
        before = tokens[last - 1] if last else None
        if before is None or last - 1 in taken or title[before.end : tokens[last].start] != " ":
            return last
        capitals = title[before.start].isupper() and title[tokens[last].start].isupper()
        return last - 1 if capitals and self._may_be_name(before) else last

    def _without_tests(self, title: str, tokens: Sequence[Token], runs: Sequence[_Run]) -> list[_Run]:
        """Only what is asked for: no substance that a laboratory looks for, no part of a device."""
        known = self._words.laboratory
        laboratory = next((at for at, token in enumerate(tokens) if token.word in known), len(tokens))
        kept: list[_Run] = []
        tested: int | None = None
        for run in reversed(runs):
            listed = tested is not None and _is_listed(title[tokens[run.last].end : tokens[tested].start])
            tested = run.first if listed or self._is_of_a_test(title, tokens, run) else None
            if tested is None and (run.first < laboratory or self._is_supplied(title, tokens, run)):
                kept.append(run)
        return kept[::-1]

    def _is_of_a_test(self, title: str, tokens: Sequence[Token], run: _Run) -> bool:
        if run.last + 1 == len(tokens) or tokens[run.last + 1].word not in self._words.of_a_test:
            return False
        return not title[tokens[run.last].end : tokens[run.last + 1].start].strip(" -")

    def _is_supplied(self, title: str, tokens: Sequence[Token], run: _Run) -> bool:
        """Whether a strength, a form or a count behind a name shows that it is to be dispensed."""
        for index in range(run.last + 1, min(run.last + 4, len(tokens))):
            token = tokens[index]
            if token.word in self._forms or title[token.start - 1] == "#":
                return True
            if token.word.isdigit() and self._is_strength(title, tokens, index, True):
                return True
        return False


def _tokens(text: str) -> list[Token]:
    return [Token(*match.span(), match.group().lower()) for match in WORD.finditer(text)]


def _shortened(word: str) -> list[str]:
    """The word, and the word without any one letter but the first: two words that share one are near."""
    return [word, *(word[:index] + word[index + 1 :] for index in range(1, len(word)))]


def _follows(title: str, tokens: Sequence[Token], index: int, rest: Sequence[tuple[bool, str]]) -> bool:
    if index + len(rest) >= len(tokens):
        return not rest
    for step, (hyphen, word) in enumerate(rest, start=index + 1):
        if tokens[step].word != word:
            return False
        if not _may_join(title[tokens[step - 1].end : tokens[step].start], hyphen):
            return False
    return True


def _may_join(gap: str, hyphen: bool) -> bool:
    """Whether a gap may part the words of a name; for "Gel-One" only a hyphen: "gel one tube" is none."""
    return (not gap or gap.strip() == "-") if hyphen else gap.strip() in LOOSE


def _is_listed(gap: str) -> bool:
    return gap.strip(" ,/&") in ("", "and", "or")


@cache
def finder() -> DrugFinder:
    """The finder with the shipped vocabulary."""
    return DrugFinder(drugs())


def find_drugs(title: str) -> list[DrugMention]:
    """The drugs that a request's title names: the name alone, in order, each once."""
    return finder().find(title)
