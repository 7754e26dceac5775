"""Settings from the environment; every one of them has an option on the command line, which wins."""

from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline.errors import UsageError


class PdfEngine(StrEnum):
    """The engines that can be chosen for PDFs."""

    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"


class Settings(BaseSettings):
    """What `IMR_...` variables may set.

    Attributes:
        into: The store: the folder of the ledger and the published tables (`IMR_INTO`).
        engine: What reads PDFs (`IMR_ENGINE`): pdfium or pdfplumber.
    """

    model_config = SettingsConfigDict(env_prefix="IMR_", frozen=True)

    into: Path = Path("data/processed")
    engine: PdfEngine = PdfEngine.PDFIUM


@cache
def settings() -> Settings:
    """The settings of this process.

    Raises:
        UsageError: If a variable has a value that is not allowed.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "IMR_" + "_".join(str(part) for part in first["loc"]).upper()
        raise UsageError(
            f"the environment variable {name} is not usable: {first['msg']}", "change or unset it"
        ) from error
