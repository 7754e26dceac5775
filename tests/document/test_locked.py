"""Locked PDFs: a password opens those that need one, keeps out none that need none, and is told to nobody."""

import io
import pickle
from pathlib import Path

import pytest
from pydantic import SecretStr
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from models.vocabulary import Engine, RejectionReason
from pipeline.document import open_document
from pipeline.errors import LetterError
from pipeline.ingest import RunOptions
from pipeline.reading import LetterReader

ENGINES = [Engine.PDFIUM, Engine.PDFPLUMBER]
SECRET = "opensesame"


def locked(user: str, owner: str = "the owner", strength: int = 128) -> bytes:
    buffer = io.BytesIO()
    lock = StandardEncryption(user, owner, strength=strength)
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=1, encrypt=lock)
    canvas.drawString(72, 700, "under lock")
    canvas.save()
    return buffer.getvalue()


def text(data: bytes, engine: Engine, password: str | None) -> str:
    with open_document(data, engine, None if password is None else SecretStr(password)) as letter:
        return letter.document.text


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("strength", [40, 128])
@pytest.mark.parametrize(
    ("user", "given"),
    [("", None), ("", "of another letter"), (SECRET, SECRET), (SECRET, "the owner"), ("café", "café")],
    ids=["none needed", "none needed, one given", "the user's", "the owner's", "an accent"],
)
def test_a_pdf_opens(engine: Engine, strength: int, user: str, given: str | None) -> None:
    assert text(locked(user, strength=strength), engine, given) == "under lock"


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize(
    ("given", "said"),
    [
        (None, "none was given"),
        ("Opensesame", "not the one that was given"),
        ("пароль", "not the one that was given"),
        ("\ud800\x00", "not the one that was given"),
        ("x" * 10_000, "not the one that was given"),
    ],
)
def test_a_pdf_that_does_not_open_is_refused_with_the_reason(
    engine: Engine, given: str | None, said: str
) -> None:
    with pytest.raises(LetterError) as caught:
        text(locked(SECRET), engine, given)
    assert caught.value.reason is RejectionReason.PDF_ENCRYPTED
    assert said in str(caught.value)
    assert given is None or given not in str(caught.value)
    assert "--password" in caught.value.advice


@pytest.mark.parametrize("engine", ENGINES)
def test_a_broken_pdf_is_not_taken_for_a_locked_one(engine: Engine) -> None:
    data = locked(SECRET)
    with pytest.raises(LetterError) as caught:
        text(data[: len(data) // 2].replace(b"/Encrypt", b"/Decrypt"), engine, SECRET)
    assert caught.value.reason is RejectionReason.PDF_DAMAGED


def test_what_carries_a_password_does_not_show_it() -> None:
    reader = LetterReader(Engine.PDFIUM, Path("store"), None, SecretStr(SECRET))
    options = RunOptions(password=SecretStr(SECRET))
    assert SECRET not in f"{reader!r} {reader} {options!r} {options}"
    assert pickle.loads(pickle.dumps(reader)) == reader  # how it travels to the workers
