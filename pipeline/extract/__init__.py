"""Parts of a letter to values with their places: pure functions and spaCy components."""

from pipeline.extract.lean_spacy import import_spacy

import_spacy()
