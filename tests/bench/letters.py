"""The letters that are measured: real ones where they are, and generated ones anywhere."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.generate import fictional_letters

GENERATED = 60


def letters_of(folder: Path | None, generated: int = GENERATED) -> Mapping[str, Sequence[bytes]]:
    """Letters by what they are: `real`, where the folder has any, and `generated`."""
    made = {"generated": [letter.pdf() for letter in fictional_letters(generated)]}
    paths = sorted(folder.glob("*.pdf")) if folder else []
    return {"real": [path.read_bytes() for path in paths], **made} if paths else made
