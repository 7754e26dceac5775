"""Settings from the environment; every one of them has an option on the command line, which wins."""

import os
from enum import StrEnum
from functools import cache
from pathlib import Path

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from pipeline.choices import OcrUse
from pipeline.errors import UsageError

MOST_WORKERS = 4
"""Workers without being asked for more: each may take some 300 MB."""


class PdfEngine(StrEnum):
    """The engines that can be chosen for PDFs."""

    PDFIUM = "pdfium"
    PDFPLUMBER = "pdfplumber"


class Settings(BaseSettings):
    """What `IMR_...` variables may set.

    Attributes:
        into: The store: the folder of the ledger and the published tables (`IMR_INTO`); or where the tables
            are published, if the ledger has a folder of its own.
        ledger: The folder of the ledger, where it is not that of the tables (`IMR_LEDGER`).
        engine: What reads PDFs (`IMR_ENGINE`): pdfium or pdfplumber.
        ocr: When pages are read from their pictures (`IMR_OCR`): never, auto or always.
        workers: Processes that read letters (`IMR_WORKERS`); 0 reads in the command's own, without limits.
        seconds: Time that reading one letter may take (`IMR_SECONDS`).
        megabytes: Memory that reading one letter may take (`IMR_MEGABYTES`).
        password: What opens PDFs that do not open without (`IMR_PASSWORD`).
    """

    model_config = SettingsConfigDict(env_prefix="IMR_", frozen=True)

    into: str = "data/processed"
    ledger: Path | None = None
    engine: PdfEngine = PdfEngine.PDFIUM
    ocr: OcrUse = OcrUse.AUTO
    workers: int = Field(default_factory=lambda: min(os.cpu_count() or 1, MOST_WORKERS), ge=0)
    seconds: float = Field(default=60, gt=0)
    megabytes: int = Field(default=600, ge=100)
    password: SecretStr | None = None


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
