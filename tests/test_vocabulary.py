"""The data files: a word list with a slip in it must not be read at all."""

from importlib import resources
from pathlib import Path

import pytest

from pipeline import vocabulary
from pipeline.errors import VocabularyError
from pipeline.extract.language import build
from pipeline.link.icd10.groups import icd10_groups
from pipeline.link.icd10.terms import icd_terms
from pipeline.vocabulary.body_parts import body_parts
from pipeline.vocabulary.body_regions import body_regions
from pipeline.vocabulary.diagnoses import conditions, diagnosis_cues
from pipeline.vocabulary.drugs import drugs
from pipeline.vocabulary.files import load
from pipeline.vocabulary.form_words import form_words
from pipeline.vocabulary.guidelines import guidelines
from pipeline.vocabulary.mechanisms import mechanisms
from pipeline.vocabulary.published_figures import published_figures
from pipeline.vocabulary.quantity_words import quantity_words
from pipeline.vocabulary.request_categories import request_categories
from pipeline.vocabulary.specialties import specialties
from tests.conftest import ROOT

LOADERS = (
    vocabulary.decisions,
    vocabulary.form_phrases,
    vocabulary.states,
    vocabulary.persons,
    vocabulary.numerals,
    vocabulary.ages,
    vocabulary.injury_dates,
    vocabulary.review_dates,
    body_parts,
    body_regions,
    conditions,
    diagnosis_cues,
    drugs,
    form_words,
    guidelines,
    icd10_groups,
    icd_terms,
    mechanisms,
    published_figures,
    quantity_words,
    request_categories,
    specialties,
)


def test_every_data_file_is_read_and_checked() -> None:
    for loader in LOADERS:
        assert loader()
    assert len(list((ROOT / "pipeline" / "vocabulary").glob("*.json"))) == len(LOADERS)


@pytest.mark.parametrize(
    "content", ['{"about": "x"}', '{"about": "x", "states": ["Ohio "]}', "[]", '{"about": "", "states": []}']
)
def test_a_faulty_data_file_is_named(content: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "states.json").write_text(content)
    monkeypatch.setattr(resources, "files", lambda name: tmp_path)
    with pytest.raises(VocabularyError, match=r"states\.json"):
        load("states.json", vocabulary.States)


def test_words_are_in_the_form_that_they_are_compared_in() -> None:
    """A word that the tokenizer parts would never match a token."""
    nlp = build()
    files = (vocabulary.persons(), vocabulary.ages(), vocabulary.injury_dates(), vocabulary.review_dates())
    words = {word for file in files for _, value in file if isinstance(value, frozenset) for word in value}
    assert len(words) > 200
    parted = {
        word
        for word in words
        if min(len(nlp.make_doc(form)) for form in (word, word.capitalize(), word.upper())) > 1
    }
    assert parted == set()
