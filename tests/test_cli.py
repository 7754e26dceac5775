"""The command as a person types it."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from models.record import Case
from pipeline.cli import app, output
from pipeline.generate import FictionalLetter
from tests.conftest import ROOT

COMMANDS = sorted(command.callback.__name__ for command in app.registered_commands if command.callback)
runner = CliRunner()


@pytest.fixture
def letter(tmp_path: Path, fictional: list[FictionalLetter]) -> Path:
    path = tmp_path / f"{fictional[0].case_number}.pdf"
    path.write_bytes(fictional[0].pdf())
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example_and_stands_in_the_readme(command: str) -> None:
    shown = runner.invoke(app, [command, "--help"], env={"COLUMNS": "100"}).output
    assert f"imr {command}" in shown
    assert "Example" in shown
    assert f"imr {command}" in (ROOT / "README.md").read_text()


def test_help_names_the_exit_codes() -> None:
    assert "Exit codes: 0" in runner.invoke(app, ["--help"]).output


def test_ingest_says_what_came_out_and_where(
    letter: Path, tmp_path: Path, fictional: list[FictionalLetter]
) -> None:
    result = runner.invoke(app, ["ingest", str(letter), "--into", str(tmp_path / "store")])
    assert result.exit_code == 0
    assert re.search(r"Letters published +1\n", result.output)
    assert re.search(rf"Disputed requests +{len(fictional[0].truth['issues'])}\n", result.output)
    assert "Overturn rate" in result.output
    assert re.search(r"case_number +100\.0%", result.output)
    code = re.search(r"pandas +(import .*)", result.output)
    assert code, "the summary ends with a line of pandas to try"
    out = subprocess.run(
        [sys.executable, "-c", f"{code.group(1)}; print('read')"], capture_output=True, text=True
    )
    assert out.stdout == "read\n", out.stderr


def test_ingest_tells_how_far_it_is_in_plain_lines_where_there_is_no_terminal(
    letter: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "SECONDS_BETWEEN", 0)
    options = ["--into", str(tmp_path / "store"), "--workers", "0"]
    result = runner.invoke(app, ["ingest", str(letter), *options])
    assert result.stderr == "1 files read\n"


def test_extract_prints_one_record_a_line_in_the_order_of_its_arguments(
    tmp_path: Path, fictional: list[FictionalLetter]
) -> None:
    paths = []
    for letter in fictional[:3]:
        paths.append(tmp_path / f"{letter.case_number}.txt")
        paths[-1].write_text(letter.text())
    paths.reverse()
    result = runner.invoke(app, ["extract", *map(str, paths)])
    assert [json.loads(line)["case_number"] for line in result.stdout.splitlines()] == [
        path.stem for path in paths
    ]
    for line in result.stdout.splitlines():
        Case.model_validate_json(line)


def test_extract_with_text_adds_what_the_evidence_points_into(letter: Path) -> None:
    record = json.loads(runner.invoke(app, ["extract", str(letter), "--with-text"]).stdout)
    (place,) = record["evidence"]["case_number"]
    assert record["pages"][place["page"] - 1][place["start"] : place["end"]] == record["case_number"]


def test_explain_shows_every_field_beside_its_line(letter: Path, fictional: list[FictionalLetter]) -> None:
    shown = runner.invoke(app, ["explain", str(letter)]).output
    assert re.search(rf"case_number: {letter.stem}\n    page \d, line \d+: .*«{letter.stem}»", shown)
    for number in range(len(fictional[0].truth["issues"])):
        assert f"issues.{number}.rationale: " in shown


def test_generate_writes_letters_with_their_truth_and_they_can_be_read(tmp_path: Path) -> None:
    folder = tmp_path / "letters"
    result = runner.invoke(app, ["generate", "3", "--into", str(folder), "--seed", "5", "--format", "pdf"])
    assert result.exit_code == 0
    assert sorted(path.suffix for path in folder.iterdir()) == [".json"] * 3 + [".pdf"] * 3
    assert runner.invoke(app, ["ingest", str(folder), "--into", str(tmp_path / "store")]).exit_code == 0


def test_generate_writes_letters_of_every_layout_that_is_asked_for(tmp_path: Path) -> None:
    for number, (asked, layouts) in enumerate(((["all"], 4), (["notice_2013", "review_2013"], 2))):
        folder = tmp_path / str(number)
        options = [part for name in asked for part in ("--layout", name)]
        assert runner.invoke(app, ["generate", "4", "--into", str(folder), *options]).exit_code == 0
        truths = [json.loads(path.read_text()) for path in folder.glob("*.json")]
        assert len(truths) == 4
        assert len({truth["format"] for truth in truths}) == layouts


def test_settings_come_from_the_environment_and_options_win(letter: Path, tmp_path: Path) -> None:
    env = {"IMR_INTO": str(tmp_path / "from-environment"), "PATH": ""}
    imr = [sys.executable, "-m", "pipeline", "ingest", str(letter)]
    subprocess.run(imr, env=env, cwd=ROOT, check=True, capture_output=True)
    subprocess.run(
        [*imr, "--into", str(tmp_path / "option")], env=env, cwd=ROOT, check=True, capture_output=True
    )
    assert (tmp_path / "from-environment" / "cases").is_dir()
    assert (tmp_path / "option" / "cases").is_dir()
