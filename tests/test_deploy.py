"""The examples in deploy/ agree with the command and with each other; so do the commands in the documents."""

import configparser
import re
from functools import cache
from pathlib import Path

import pytest
from typer.testing import CliRunner

from pipeline.cli import app
from pipeline.errors import ExitCode
from pipeline.settings import Settings
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
EXAMPLES = sorted(DEPLOY.iterdir())
DOCUMENTS = [ROOT / "README.md", ROOT / "docs" / "operations.md"]
UNITS = sorted(path for path in EXAMPLES if path.suffix in (".service", ".timer"))
PROGRAM, LETTERS, STORE, LOG = "/opt/imr", "/srv/imr/letters", "/var/lib/imr/store", "/var/log/imr"

CALL = re.compile(r"(?P<path>/bin/)?\bimr (?P<command>[a-z]+)(?P<rest>[^\n;|>`]*)")
OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*")


@cache
def options(command: str) -> frozenset[str]:
    """The options that `--help` lists; none where there is no such command."""
    help_text = CliRunner(env={"COLUMNS": "200"}).invoke(app, [command, "--help"])
    return frozenset(OPTION.findall(help_text.output)) if help_text.exit_code == 0 else frozenset()


def text_of(path: Path) -> str:
    return re.sub(r"\\\n#?\s*", " ", path.read_text(encoding="utf-8"))


def unit(name: str) -> configparser.ConfigParser:
    parser = configparser.ConfigParser(strict=False, interpolation=None)
    parser.optionxform = str  # type: ignore[assignment,method-assign]
    parser.read(DEPLOY / name, encoding="utf-8")
    return parser


@pytest.mark.parametrize("path", [*EXAMPLES, *DOCUMENTS], ids=lambda path: path.name)
def test_every_option_exists(path: Path) -> None:
    for call in CALL.finditer(text_of(path)):
        command = call["command"]
        assert options(command) or not call["path"], f"there is no command {command}"
        if options(command):
            assert set(OPTION.findall(call["rest"])) <= options(command), call[0]


def test_the_options_are_seen() -> None:
    """Otherwise the test above would say nothing."""
    assert {"--into", "--settle", "--log", "--reprocess"} <= options("ingest")
    calls = [call for call in CALL.finditer(text_of(DEPLOY / "crontab.example")) if call["path"]]
    assert "--settle" in calls[0]["rest"]


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name)
def test_each_example_says_what_it_needs(path: Path) -> None:
    comments = [line for line in path.read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert any("needs" in line for line in comments) or path.name == "imr.env.example"


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.name)
def test_units_have_a_purpose(path: Path) -> None:
    sections = unit(path.name)
    assert sections["Unit"]["Description"]
    assert ("Timer" if path.suffix == ".timer" else "Service") in sections


def test_the_service_can_write_to_the_store_and_the_log_only() -> None:
    service = unit("imr-ingest.service")["Service"]
    assert service["ProtectSystem"] == "strict"
    assert service["ReadOnlyPaths"].split() == [LETTERS]
    assert service["ReadWritePaths"].split() == [STORE, LOG]
    assert f"/var/lib/{service['StateDirectory']}" == service["WorkingDirectory"] == STORE
    assert f"/var/log/{service['LogsDirectory']}" == LOG
    assert service["User"] == service["Group"] == "imr"


def test_a_rejected_letter_does_not_fail_the_service() -> None:
    service = unit("imr-ingest.service")["Service"]
    assert service["SuccessExitStatus"] == str(int(ExitCode.SOME_REJECTED))
    codes = re.search(r"in ([\d|]+)\)", (DEPLOY / "crontab.example").read_text(encoding="utf-8"))
    assert codes is not None
    assert {int(code) for code in codes[1].split("|")} == {ExitCode.OK, ExitCode.SOME_REJECTED}


def test_units_name_each_other() -> None:
    assert unit("imr-ingest.timer")["Timer"]["Unit"] == "imr-ingest.service"
    alarm = unit("imr-ingest.service")["Unit"]["OnFailure"]
    assert (DEPLOY / re.sub("@.*[.]", "@.", alarm)).exists()


@pytest.mark.parametrize("name", ["imr-ingest.service", "crontab.example"])
def test_the_places_agree(name: str) -> None:
    text = text_of(DEPLOY / name)
    call = f"{PROGRAM}/.venv/bin/imr ingest {LETTERS} --settle 60 --log {LOG}/ingest.jsonl"
    assert call in text
    assert f"{LOG}/*.jsonl" in (DEPLOY / "logrotate.example").read_text(encoding="utf-8")


def test_the_service_has_room_for_its_workers() -> None:
    values = environment("imr.env.example")
    most = int(unit("imr-ingest.service")["Service"]["MemoryMax"].removesuffix("M"))
    assert 200 + int(values["IMR_WORKERS"]) * (60 + int(values["IMR_MEGABYTES"])) <= most <= 2000


def test_every_setting_exists() -> None:
    values = environment("imr.env.example")
    assert values["IMR_INTO"] == environment("crontab.example")["IMR_INTO"] == STORE
    for name in ("imr.env.example", "crontab.example", "Containerfile"):
        for variable in re.findall(r"IMR_([A-Z]+)", (DEPLOY / name).read_text(encoding="utf-8")):
            assert variable.lower() in Settings.model_fields
    Settings.model_validate({name.removeprefix("IMR_").lower(): value for name, value in values.items()})


def environment(name: str) -> dict[str, str]:
    """The lines of a file that set `IMR_...` variables."""
    text = (DEPLOY / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^(IMR_[A-Z]+)=(.*)$", text, re.MULTILINE))


def test_cron_lines_have_five_times() -> None:
    lines = (DEPLOY / "crontab.example").read_text(encoding="utf-8").splitlines()
    jobs = [line for line in lines if line and not line.startswith("#") and not re.match(r"[A-Z_]+=", line)]
    assert len(jobs) == 2
    for job in jobs:
        assert all(re.fullmatch(r"[\d*,/-]+", field) for field in job.split()[:5])
        assert "%" not in job.replace("\\%", ""), "cron takes a bare % as the end of the command"


def test_the_image_runs_as_nobody_and_holds_what_is_installed() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    user = re.findall(r"^USER (\S+)$", text, re.MULTILINE)
    assert user and user[-1] not in ("root", "0")
    assert "--constraint constraints.txt" in text
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", text, re.MULTILINE)
    for name in " ".join(copied).split():
        assert (ROOT / name).exists()
    assert not re.search(r"https?://|index-url|\b[a-z-]+\.(?:org|io)/", text), "no registry is named"
