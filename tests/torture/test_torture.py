"""A little of the torture, for every day; `python -m tests.torture` does all of it."""

import sys
from pathlib import Path

import pytest

from tests.torture import kills, pairs, poison, readers, rooms, sources
from tests.torture.common import Undisturbed

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs inotify, process groups and /proc")
SEED = 7


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Undisturbed:
    return Undisturbed(tmp_path_factory.mktemp("undisturbed"), 60)


def test_runs_that_are_killed_lose_and_double_nothing(undisturbed: Undisturbed, tmp_path: Path) -> None:
    kills.torture(undisturbed, tmp_path, 4, SEED, print)


def test_on_a_disk_that_grows_each_run_ends_clearly_or_completes(
    undisturbed: Undisturbed, tmp_path: Path
) -> None:
    rooms.torture(undisturbed, tmp_path / "disk", 250, 1.6, 0, print)


def test_a_store_that_is_complete_loses_nothing_on_a_full_disk(
    undisturbed: Undisturbed, tmp_path: Path
) -> None:
    rooms.torture_full_store(undisturbed, tmp_path / "disk", print)


def test_of_two_runs_one_writes(undisturbed: Undisturbed, tmp_path: Path) -> None:
    pairs.torture(undisturbed, tmp_path, 4, 0, print)


def test_readers_meet_nothing_half_written(tmp_path: Path) -> None:
    readers.torture(tmp_path, 8, SEED, print)


def test_letters_are_only_read(undisturbed: Undisturbed, tmp_path: Path) -> None:
    sources.torture(undisturbed, tmp_path, print)


def test_poisoned_letters_cost_themselves_only(undisturbed: Undisturbed, tmp_path: Path) -> None:
    poison.torture(undisturbed, tmp_path, print)
