"""Runs a command and watches what it takes: time, processor time, memory of its process and of the others."""

import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from itertools import pairwise
from typing import Any

import psutil

MEGABYTE = 1 << 20
QUARTERS = 4


@dataclass
class Watched:
    """What a command took.

    Attributes:
        seconds: On the clock.
        parent_cpu: Seconds of processor time, user and system, of its first process.
        others_cpu: The same of all processes that it began, as of the last look at them.
        parent_mb: Most memory resident of the first process, in megabytes.
        worker_mb: ... and of the largest of the others; what they share is counted in each.
        parent_mb_by_quarter: The first figure by quarters of the time: flat, if memory does not grow.
        worker_mb_by_quarter: The second by quarters of the time.
        exit_code: Of the command.
    """

    seconds: float
    parent_cpu: float
    others_cpu: float
    parent_mb: float
    worker_mb: float
    parent_mb_by_quarter: list[float]
    worker_mb_by_quarter: list[float]
    exit_code: int

    @property
    def cpu(self) -> float:
        """Seconds of processor time of all processes."""
        return self.parent_cpu + self.others_cpu

    def figures(self) -> dict[str, Any]:
        """As JSON has it."""
        return asdict(self) | {"cpu": self.cpu}


@dataclass(frozen=True)
class _Look:
    parent_cpu: float
    others_cpu: float
    parent: int
    largest: int


@dataclass
class _Looks:
    """What was seen of a process and of those that it began."""

    process: psutil.Process
    looks: list[_Look] = field(default_factory=list)

    def look(self) -> None:
        """Look once; a process that ends meanwhile is left out."""
        with suppress(psutil.NoSuchProcess):
            own = self.process.cpu_times()
            parent = self.process.memory_info().rss
            cpu, largest = own.children_user + own.children_system, 0
            for other in self.process.children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    # A process is charged with those that it waited for, as the fork server with old workers.
                    cpu += sum(other.cpu_times()[:4])
                    largest = max(largest, other.memory_info().rss)
            self.looks.append(_Look(own.user + own.system, cpu, parent, largest))

    def most(self, name: str) -> list[float]:
        """The largest of a figure in each quarter of the time, in megabytes."""
        ends = [len(self.looks) * quarter // QUARTERS for quarter in range(QUARTERS + 1)]
        parts = [self.looks[start:end] for start, end in pairwise(ends)]
        return [round(max((getattr(look, name) for look in part), default=0) / MEGABYTE, 1) for part in parts]


def watch(
    command: Sequence[str], every: float = 0.5, environment: Mapping[str, str] | None = None
) -> Watched:
    """Run a command to its end.

    Args:
        command: The program and its arguments; what it prints goes where this process prints.
        every: Seconds between two looks.
        environment: Its environment; None for this process's.
    """
    begin = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=environment) as running:
        seen = _Looks(psutil.Process(running.pid))
        while True:
            seen.look()
            try:
                running.wait(every)
                break
            except subprocess.TimeoutExpired:
                continue
    seconds = time.perf_counter() - begin
    parent, worker = seen.most("parent"), seen.most("largest")
    return Watched(
        seconds=round(seconds, 3),
        parent_cpu=round(max((look.parent_cpu for look in seen.looks), default=0), 2),
        others_cpu=round(max((look.others_cpu for look in seen.looks), default=0), 2),
        parent_mb=max(parent),
        worker_mb=max(worker),
        parent_mb_by_quarter=parent,
        worker_mb_by_quarter=worker,
        exit_code=running.returncode,
    )
