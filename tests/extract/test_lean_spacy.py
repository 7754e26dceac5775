"""A run waits for what it needs of spaCy, and who uses spaCy beside it finds all of it."""

import subprocess
import sys


def _python(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout


def test_the_first_letter_does_not_wait_for_spacys_command_line() -> None:
    loaded = _python("import pipeline.extract.language, sys; print([n for n in sys.modules if '.cli' in n])")
    assert "spacy" not in loaded
    assert "weasel" not in loaded


def test_spacys_command_line_is_there_for_who_asks_for_it() -> None:
    code = "import pipeline.extract, spacy; print(spacy.info(silent=True)['spacy_version'])"
    assert _python(code).strip()
    assert _python("import pipeline.extract, spacy.cli; print(spacy.cli.download.__name__)").strip()


def test_spacy_that_is_there_already_stays_as_it_is() -> None:
    assert _python("import spacy; info = spacy.info; import pipeline.extract; print(spacy.info is info)") == (
        "True\n"
    )
