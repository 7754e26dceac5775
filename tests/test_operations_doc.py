"""The commands of docs/operations.md: blocks marked `sh run` work as printed, one after the other."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT

BLOCK = re.compile(r"^```sh run\n(.*?)^```$", re.MULTILINE | re.DOTALL)
"""Readers see an ordinary block; the second word behind the fence is shown by no Markdown renderer."""

BLOCKS = BLOCK.findall((ROOT / "docs" / "operations.md").read_text(encoding="utf-8"))


@pytest.mark.skipif(not shutil.which("sqlite3"), reason="the command sqlite3 is not installed")
def test_the_commands_work_as_printed(tmp_path: Path) -> None:
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "IMR_WORKERS": "0"}
    said = []
    for block in BLOCKS:
        command = ["bash", "-euo", "pipefail", "-c", block]
        done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, f"{block}\n{done.stdout}\n{done.stderr}"
        assert "Traceback" not in done.stderr
        said.append(done.stdout)
    told = "".join(said)
    for line in (
        "note.txt: no IMR determination",
        "restored/ is whole",
        "the same tables",
        "the copy is whole",
    ):
        assert line in told


def test_blocks_are_marked() -> None:
    assert len(BLOCKS) >= 8
