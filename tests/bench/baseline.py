"""The figures that were committed, and what is worse than they are by more than the noise."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from tests.bench.rounds import Figure

LEAST = 0.05
"""A change below this share of a figure is never told: so much differs from day to day."""
NOISES = 3
"""... and one below so many times the noise of both measurements."""

Figures = dict[str, dict[str, Figure]]
"""By group (such as `real letters`) and name. Less is better, but for those that `MORE` names."""
MORE = ("2 workers against 1",)


def load(path: Path) -> Figures:
    """Figures as they were saved; nothing where there is no file."""
    if not path.exists():
        return {}
    groups: Mapping[str, Mapping[str, Any]] = json.loads(path.read_text())["figures"]
    return {group: {name: Figure(*each) for name, each in named.items()} for group, named in groups.items()}


def save(figures: Figures, about: Mapping[str, object], path: Path) -> None:
    """Keep figures, with what was measured and on what."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({**about, "figures": figures}, indent=1) + "\n")


def worse(now: Figures, before: Figures) -> Iterator[tuple[str, str, Figure, Figure]]:
    """Group, name, value before and now of every figure that got worse by more than the noise."""
    for group, named in now.items():
        for name, figure in named.items():
            old = before.get(group, {}).get(name)
            if old and _is_worse(name, old, figure):
                yield group, name, old, figure


def _is_worse(name: str, before: Figure, now: Figure) -> bool:
    rise = before.value - now.value if any(part in name for part in MORE) else now.value - before.value
    return rise > max(LEAST * before.value, NOISES * (before.noise + now.noise))
