"""The password of a locked PDF: how it is given to the engines, and what is said where it does not open."""

from pydantic import SecretStr

from models.vocabulary import RejectionReason
from pipeline.errors import LetterError

Password = SecretStr | None
"""A password, which shows itself nowhere that it is printed; None where none was given."""

LOCKED_OTHERWISE = "the PDF is locked in another way than by a password"


def spelled(password: SecretStr) -> str:
    """The password in plain; any text can be encoded, as the engines ask for."""
    return password.get_secret_value().encode(errors="replace").decode()


def locked(password: Password) -> LetterError:
    """Why a PDF that has a password is not read."""
    if password is None:
        message = "the PDF asks for a password, and none was given"
    else:
        message = "the PDF asks for a password, and it is not the one that was given"
    return LetterError(RejectionReason.PDF_ENCRYPTED, message)
