"""A folder with good letters, beside which a bad one is put."""

from pathlib import Path

import pytest

from tests.failures.common import FORMS, written
from tests.failures.damage import (
    chosen_letters,
)


@pytest.fixture(autouse=True)
def _no_settings_of_the_user(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("IMR_ENGINE", "IMR_INTO"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two good letters, a PDF and a text."""
    letters = tmp_path / "letters"
    letters.mkdir()
    for letter, suffix in zip(chosen_letters()[1], FORMS, strict=True):
        (letters / f"{letter.case_number}{suffix}").write_bytes(written(letter, suffix))
    return letters


@pytest.fixture
def into(tmp_path: Path) -> Path:
    return tmp_path / "tables"
