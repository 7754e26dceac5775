"""Which fields of the letters done by hand are read rightly: what was gained and lost since the last release.

What the last release read is kept in `released.json`: for each letter and field, how many of its values were
wrong, and a hash of them. Letters stand there by a hash of their bytes, values by one whose key is the letter
itself: no text and no value of a letter is in it.
"""

import hashlib
import hmac
import importlib.util
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.assemble import read_case
from pipeline.errors import LetterError
from pipeline.store.record import SAME_LETTER

DIGITS = 12

Answers = dict[str, dict[str, tuple[int, str]]]
"""By hash of the letter and field: how many values are wrong, and the hash of them all."""


class Change(NamedTuple):
    """A field of a letter that is read otherwise than by the last release.

    Attributes:
        letter: The letter's file name.
        field: Of the record; for requests, of all of them together.
        kind: `gained`, `lost`, or `changed` where as many values are wrong as before.
    """

    letter: str
    field: str
    kind: str


class Gold:
    """The letters of a folder, read, and how they compare with what was written by hand."""

    def __init__(self, shared: Path) -> None:
        """Read them.

        Args:
            shared: The folder that holds `letters`, `gold/dev` and `gold/score.py`.
        """
        self.names: dict[str, str] = {}
        self.answers: Answers = {}
        records = {}
        for path in sorted((shared / "letters").glob("*.pdf")):
            data = path.read_bytes()
            self.names[_digest(data)] = path.name
            records[path.name] = (data, _record(data, path.name))
        wrong = _wrong(shared / "gold", [record for _, record in records.values()])
        for data, record in records.values():
            self.answers[_digest(data)] = dict(
                _answers(data, record, wrong.get(record.get("case_number") or "", {}))
            )

    def changes(self, released: Answers) -> Sequence[Change]:
        """What is read otherwise than by a release; letters that it did not know are left out."""
        return [
            Change(self.names[letter], field, kind)
            for letter, fields in self.answers.items()
            for field in sorted(fields.keys() | released.get(letter, fields).keys())
            if (kind := _kind(released.get(letter, fields).get(field, (0, "")), fields.get(field, (0, ""))))
        ]


def load(path: Path) -> Answers:
    """What was kept of a release; nothing where there is no file."""
    if not path.exists():
        return {}
    kept: dict[str, dict[str, list[Any]]] = json.loads(path.read_text())
    return {
        letter: {name: (wrong, digest) for name, (wrong, digest) in fields.items()}
        for letter, fields in kept.items()
    }


def save(answers: Answers, path: Path) -> None:
    """Keep what this version reads, one letter a line."""
    lines = (f"{json.dumps(letter)}: {json.dumps(fields)}" for letter, fields in sorted(answers.items()))
    path.write_text("{\n" + ",\n".join(lines) + "\n}\n")


def _kind(before: tuple[int, str], now: tuple[int, str]) -> str | None:
    if now[0] != before[0]:
        return "gained" if now[0] < before[0] else "lost"
    return "changed" if now[1] != before[1] else None


def _record(data: bytes, name: str) -> dict[str, Any]:
    try:
        record: dict[str, Any] = read_case(data, name).model_dump(mode="json")
    except LetterError as error:
        return {"reason": error.reason}
    return record


def _wrong(gold: Path, records: list[dict[str, Any]]) -> Mapping[str, Mapping[str, int]]:
    """How many values are wrong, by case number and measure of the scoring."""
    spec = importlib.util.spec_from_file_location("score", gold / "score.py")
    assert spec and spec.loader
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    wrong: dict[str, dict[str, int]] = {}
    for measure, result in score.score(gold / "dev", records).items():
        for error in result.errors:
            case = (error[0] or "").partition(" #")[0]  # behind it, the number of the request
            of_case = wrong.setdefault(case, {})
            of_case[measure] = of_case.get(measure, 0) + 1
    return wrong


def _answers(
    data: bytes, record: Mapping[str, Any], wrong: Mapping[str, int]
) -> Iterator[tuple[str, tuple[int, str]]]:
    issues = record.get("issues", ())
    values = {name: value for name, value in record.items() if name not in SAME_LETTER | {"issues"}}
    values |= {name: [issue[name] for issue in issues] for name in (issues[0] if issues else ())}
    for name, value in values.items():
        yield name, (wrong.get(name, 0), _keyed(data, value))
    for measure, count in wrong.items():
        if measure not in values:
            yield measure, (count, "")


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:DIGITS]


def _keyed(data: bytes, value: object) -> str:
    return hmac.new(data, json.dumps(value, sort_keys=True).encode(), "sha256").hexdigest()[:DIGITS]
