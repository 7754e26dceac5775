"""What reading letters costs, side by side with bare text extraction in one run. `make bench` does it.

Extraction is told as ratios to bare PDFium text on the same letters, in processor time. The figures go into
a JSON file, and are compared with the committed ones: what is worse by more than the noise is listed, and so
is what is read otherwise than by the last release.
"""

import argparse
import os
import platform
import statistics
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

from tests.bench import baseline, gold
from tests.bench.baseline import Figures
from tests.bench.engines import BARE, engines
from tests.bench.letters import letters_of
from tests.bench.rounds import Figure, ratios, take_turns
from tests.bench.runs import end_to_end, first_letter, known_letters
from tests.bench.stages import ALL, STAGES, forget

HERE = Path(__file__).parent
SLOW = "bare pdfplumber text"
SOME = 10
SHOWN = 20
"""Changes of a kind that are listed one by one."""


def main() -> int:
    """Measure, print, compare, and write the figures."""
    options = _options()
    figures: Figures = {}
    for name, letters in letters_of(options.shared / "letters").items():
        print(
            f"\n{len(letters)} {name} letters, {options.rounds} rounds, one process, processor time",
            flush=True,
        )
        figures[f"{name} letters"] = _letter_by_letter(letters, options.rounds)
    if not options.quick:
        with tempfile.TemporaryDirectory(prefix="imr-bench-") as work:
            print(f"\nimr ingest, {options.letters:,} generated letters, {options.runs} rounds", flush=True)
            runs = {
                **end_to_end(Path(work), options.letters, options.runs),
                **first_letter(Path(work), options.runs),
                **known_letters(Path(work), options.known),
            }
            figures[f"runs over {options.letters:,} letters"] = runs  # with others they compare with nothing
            _print(runs)
    about = {
        "date": date.today().isoformat(),
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "rounds": options.rounds,
    }
    baseline.save(figures, about, options.out)
    if options.accept:
        baseline.save(figures, about, HERE / "baseline.json")
    print("\n".join(_compared(figures)))
    print("\n".join(_gold(options.shared, options.release)))
    print(f"\n{options.out}")
    return 0


def _letter_by_letter(letters: Sequence[bytes], rounds: int) -> dict[str, Figure]:
    """Every engine and every stage against bare PDFium; the slow one on some of the letters."""
    works = {**engines(), **STAGES}
    slow = works.pop(SLOW)
    seconds = take_turns(works, letters, rounds, forget)
    some = letters[:: max(1, len(letters) // SOME)]
    of_slow = ratios(take_turns({BARE: works[BARE], SLOW: slow}, some, min(rounds, 3), forget), BARE)
    found = ratios(seconds, BARE) | {SLOW: of_slow[SLOW]}
    _print_ratios(found, 1000 * statistics.median(seconds[BARE]))
    return found


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--shared", type=Path, default=Path("../shared"), help="folder of real letters and gold"
    )
    parser.add_argument(
        "--rounds", type=int, default=9, help="repetitions of what is measured letter by letter"
    )
    parser.add_argument("--runs", type=int, default=3, help="repetitions of whole runs")
    parser.add_argument("--letters", type=int, default=2_000, help="letters of a whole run")
    parser.add_argument("--known", type=int, default=20_000, help="files that the store knows")
    parser.add_argument("--quick", action="store_true", help="no whole runs")
    parser.add_argument("--out", type=Path, default=Path("build/bench.json"))
    parser.add_argument("--accept", action="store_true", help="let these be the figures to compare with")
    parser.add_argument("--release", action="store_true", help="let what is read now be the last release's")
    return parser.parse_args()


def _print_ratios(group: Mapping[str, Figure], bare: float) -> None:
    for name, (value, noise) in group.items():
        print(f"  {name:<28}{value:8.2f} x  ±{noise:5.2f} {value * bare:9.2f} ms a letter")
    print(f"extracting costs {group[ALL].value:.2f} times bare PDFium text")


def _print(figures: Mapping[str, Figure]) -> None:
    for name, (value, noise) in figures.items():
        print(f"  {name:<52}{value:10.2f}  ±{noise:.2f}")


def _compared(figures: Figures) -> Iterator[str]:
    before = baseline.load(HERE / "baseline.json")
    found = list(baseline.worse(figures, before))
    yield ""
    if not before:
        yield "no figures to compare with: make bench-accept keeps these"
    elif not found:
        yield "nothing is worse than the committed figures by more than the noise"
    else:
        yield "worse than the committed figures by more than the noise:"
    for group, name, old, new in found:
        change = f"{old.value:.2f} ±{old.noise:.2f} before, {new.value:.2f} ±{new.noise:.2f} now"
        yield f"  {group}: {name.strip()}: {change}"


def _gold(shared: Path, release: bool) -> Iterator[str]:
    yield ""
    if not (shared / "gold" / "score.py").exists():
        yield f"gained and lost is not told: there is no {shared / 'gold'}"
        return
    read = gold.Gold(shared)
    if release:
        gold.save(read.answers, HERE / "released.json")
    changes = read.changes(gold.load(HERE / "released.json"))
    counts = Counter(change.kind for change in changes)
    yield "against the last release: " + ", ".join(
        f"{counts[kind]} {kind}" for kind in ("gained", "lost", "changed")
    )
    for kind in ("lost", "gained"):
        of_kind = [change for change in changes if change.kind == kind]
        yield from (f"  {kind}: {change.field} of {change.letter}" for change in of_kind[:SHOWN])
        if len(of_kind) > SHOWN:
            yield f"  ... and {len(of_kind) - SHOWN} more {kind}"
    fields = Counter(change.field for change in changes if change.kind == "changed")
    yield from (f"  changed: {field} of {count} letters" for field, count in fields.most_common(SHOWN))


if __name__ == "__main__":
    sys.exit(main())
