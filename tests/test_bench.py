"""The harness: what it calls worse, gained and lost is."""

import json
from pathlib import Path

import pytest

from pipeline.generate import fictional_letters
from tests.bench import baseline, gold
from tests.bench.baseline import worse
from tests.bench.engines import BARE, pdfium_text
from tests.bench.rounds import Figure, figure, ratios, take_turns
from tests.bench.stages import STAGES, forget


def test_every_stage_can_be_measured_on_a_letter() -> None:
    (letter,) = fictional_letters(1)
    seconds = take_turns({BARE: pdfium_text, **STAGES}, [letter.pdf()], 1, forget)
    assert seconds.keys() == {BARE, *STAGES}
    assert ratios(seconds, BARE)[BARE] == Figure(1.0, 0.0)


def test_the_noise_is_the_spread_of_the_repetitions() -> None:
    assert figure([2.0, 1.0, 3.0, 100.0, 0.0]) == Figure(2.0, 1.0)
    assert figure([2.0]) == Figure(2.0, 0.0)


def test_only_what_is_beyond_the_noise_is_worse(tmp_path: Path) -> None:
    before = {
        "runs": {"a": Figure(2.0, 0.1), "b": Figure(2.0, 0.1), "2 workers against 1": Figure(1.8, 0.01)}
    }
    now = {"runs": {"a": Figure(2.5, 0.1), "b": Figure(2.7, 0.1), "2 workers against 1": Figure(1.5, 0.01)}}
    baseline.save(before, {"date": "2020-01-01"}, tmp_path / "figures.json")
    kept = baseline.load(tmp_path / "figures.json")
    assert kept == before
    assert [name for _, name, _, _ in worse(now, kept)] == ["b", "2 workers against 1"]
    assert list(worse(before, now)) == []
    assert baseline.load(tmp_path / "nowhere.json") == {}


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder of fictional letters, with what a person might have written of them, and a way to score it."""
    letters, dev = tmp_path / "letters", tmp_path / "gold" / "dev"
    letters.mkdir()
    dev.mkdir(parents=True)
    for letter in fictional_letters(2):
        (letters / f"{letter.case_number}.pdf").write_bytes(letter.pdf())
        (dev / f"{letter.case_number}.json").write_text(json.dumps(letter.truth))
    (tmp_path / "gold" / "score.py").write_text(SCORE)
    return tmp_path


SCORE = """
import json
from types import SimpleNamespace

def score(folder, records):
    by_case = {record["case_number"]: record for record in records}
    errors = []
    for path in sorted(folder.glob("*.json")):
        truth = json.loads(path.read_text())
        if by_case[truth["case_number"]]["priority"] != truth["priority"]:
            errors.append((truth["case_number"], truth["priority"], "other"))
    return {"priority": SimpleNamespace(errors=errors)}
"""


def test_gained_lost_and_changed_are_told_by_letter_and_field(shared: Path, tmp_path: Path) -> None:
    read = gold.Gold(shared)
    gold.save(read.answers, tmp_path / "released.json")
    kept = gold.load(tmp_path / "released.json")
    assert kept == read.answers
    assert read.changes(kept) == []
    (first, fields), (second, others) = kept.items()
    right, wrong = (0, fields["priority"][1]), (1, fields["priority"][1])
    released = {
        first: fields | {"priority": wrong, "sex": (0, "another")},
        second: others | {"age": (0, "x")},
    }
    changes = {(change.field, change.kind) for change in read.changes(released)}
    assert changes == {("priority", "gained"), ("sex", "changed"), ("age", "changed")}
    read.answers[first]["priority"] = wrong
    released[first] = fields | {"priority": right}
    assert ("priority", "lost") in [(change.field, change.kind) for change in read.changes(released)]


def test_what_is_kept_of_a_release_tells_nothing_of_a_letter(shared: Path, tmp_path: Path) -> None:
    read = gold.Gold(shared)
    gold.save(read.answers, tmp_path / "released.json")
    text = (tmp_path / "released.json").read_text()
    for letter in fictional_letters(2):
        for value in ("case_number", "priority", "clinical_summary"):
            assert str(letter.truth[value]) not in text
