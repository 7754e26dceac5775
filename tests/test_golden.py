"""Golden records of the letters in data/raw: a change of any value must be seen by a person.

`pytest --regenerate-golden tests/test_golden.py` writes them anew; then review the difference.
"""

import json
import os
from pathlib import Path

import pytest

from pipeline.assemble import read_case
from tests.conftest import ROOT

GOLDEN = ROOT / "tests" / "golden"
LETTERS = sorted((ROOT / "data" / "raw").iterdir())


@pytest.mark.parametrize("letter", LETTERS, ids=lambda path: path.name)
def test_record(letter: Path, request: pytest.FixtureRequest) -> None:
    golden = GOLDEN / f"{letter.stem}.json"
    case = read_case(letter.read_bytes(), f"data/raw/{letter.name}")
    record = json.dumps(json.loads(case.model_dump_json()), indent=1, ensure_ascii=False) + "\n"
    if request.config.getoption("--regenerate-golden") or not golden.exists():
        golden.write_text(record)
        pytest.fail(f"{golden.name} was written anew: review it, then run the test again")
    assert record == golden.read_text()


def test_golden_records_are_not_made_in_ci(request: pytest.FixtureRequest) -> None:
    assert not (os.environ.get("CI") and request.config.getoption("--regenerate-golden"))
    assert {path.stem for path in GOLDEN.glob("*.json")} <= {path.stem for path in LETTERS}
