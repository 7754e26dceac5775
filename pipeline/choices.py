"""What a person may choose about reading, for the steps that obey it and the command that asks."""

from enum import StrEnum


class OcrUse(StrEnum):
    """When pages are read from their pictures by OCR."""

    NEVER = "never"
    AUTO = "auto"
    ALWAYS = "always"
