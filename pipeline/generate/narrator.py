"""A reviewer's voice: turns sentence templates into prose and remembers what the prose has stated."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from pipeline.generate.dates import CaseDates, day_between, write_date, write_month
from pipeline.generate.fiction import Event, Fiction, Region, Sex, Voice

PRONOUNS = frozenset({"he", "He", "his", "His", "him"})
SEX_WORDS = frozenset({"sex", "Sex", "adult", "gentle"}) | PRONOUNS
AGE_WORDS = frozenset({"age", "age_words"})
EVENT_WORDS = frozenset({"an_event", "event"})
FALL = "secondary to a fall"
MISSING_BLANK_SHARE = 0.03
OTHER_INJURY_DATE_SHARE = 0.1


@dataclass(frozen=True)
class SidedRegion:
    """A region of the worker's body, its side chosen.

    Attributes:
        region: The region's words.
        side: `left`, `right`, or empty where the region has no sides.
    """

    region: Region
    side: str

    def fill(self, template: str) -> str:
        """Put the side into a template of the region."""
        return template.format(side=self.side, lat=1 if self.side == "right" else 2)

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of the region's parts, side included."""
        return tuple(self.fill(part) for part in self.region.parts)


@dataclass(frozen=True)
class Worker:
    """The injured worker."""

    sex: Sex
    age: int
    job: str
    event: Event
    doing: str
    strain: str
    regions: tuple[SidedRegion, ...]


class _Slots(dict[str, str]):
    """Looks up a slot's words through a function, so that asking for a slot can be recorded."""

    def __init__(self, look_up: Callable[[str], str]) -> None:
        super().__init__()
        self._look_up = look_up

    def __missing__(self, slot: str) -> str:
        return self._look_up(slot)


class Narrator:
    """Writes one letter's prose in one voice.

    What a letter states about the worker is what its slots have said: a summary whose opening has no age
    slot states no age. `stated` therefore is the truth's source.
    """

    def __init__(self, rng: Random, fiction: Fiction, voice: Voice, worker: Worker, dates: CaseDates) -> None:
        self.rng = rng
        self.fiction = fiction
        self.worker = worker
        self.dates = dates
        self.stated: set[str] = set()
        self._voice = voice
        self.injury_date = dates.injury
        if rng.random() < OTHER_INJURY_DATE_SHARE:
            self.injury_date -= timedelta(days=rng.choice((1, 7, 10, 31, 365)))
        self.claimed = self._claimed_pain()
        self._facts = self._worker_facts() | self._date_facts()
        if voice.neutral:
            self.avoid_pronouns()
        self._draws: dict[str, Callable[[], str]] = {
            "seen_on": lambda: self._on(day_between(rng, dates.injury + timedelta(days=7), dates.denial)),
            "test_on": lambda: self._on(day_between(rng, dates.injury + timedelta(days=2), dates.denial)),
            "part": lambda: rng.choice(rng.choice(worker.regions).parts),
            "score": lambda: str(rng.randint(3, 9)),
            "degrees": lambda: str(rng.randrange(20, 85, 5)),
            "count": lambda: str(rng.randint(20, 180)),
            "relative": lambda: rng.choice(fiction.people.relatives),
            "relative_age": lambda: str(rng.randint(76, 90)),
        }

    @property
    def neutral(self) -> bool:
        """Whether no pronoun tells the worker's sex."""
        return self._facts["he"] == f"the {self._voice.worker}"

    @property
    def diagnoses_late(self) -> bool:
        """Whether this voice gives the diagnoses after the examination."""
        return self._voice.diagnoses_late

    @property
    def opening(self) -> tuple[str, ...]:
        """Templates of the summary's first sentences."""
        return self._voice.opening

    def avoid_pronouns(self) -> None:
        """From here on call the worker by the voice's noun."""
        noun = self._voice.worker
        self._facts |= {
            "he": f"the {noun}",
            "He": f"The {noun}",
            "his": f"the {noun}'s",
            "His": f"The {noun}'s",
            "him": f"the {noun}",
        }

    def say(self, template: str, **words: str) -> str:
        """Fill a sentence's slots; `words` are further slots."""

        def look_up(slot: str) -> str:
            self.stated.add(slot)
            if slot in words:
                return words[slot]
            return self._facts[slot] if slot in self._facts else self._draws[slot]()

        return self.typed(template.format_map(_Slots(look_up)))

    def typed(self, text: str) -> str:
        """The text as this reviewer's keyboard gives it."""
        return text.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}") if self._voice.curly else text

    def join(self, sentences: Sequence[str]) -> str:
        """Make a paragraph; now and then the blank after a full stop is forgotten."""
        paragraph = sentences[0]
        for sentence in sentences[1:]:
            forgotten = self.rng.random() < MISSING_BLANK_SHARE and sentence[0].isupper()
            paragraph += ("" if forgotten else " " * self._voice.gap) + sentence
        return paragraph

    def some(self, templates: Sequence[str], low: int, high: int, **words: str) -> list[str]:
        """Say `low` to `high` different sentences of a list, as far as it goes; `words` are further slots."""
        count = min(self.rng.randint(low, high), len(templates))
        return [self.say(template, **words) for template in self.rng.sample(templates, count)]

    def _on(self, day: date) -> str:
        return write_date(day, self._voice.dates)

    def _claimed_pain(self) -> str:
        pains = [part.fill(part.region.pain) for part in self.worker.regions]
        if len(pains) > 1 and all(pain.endswith(" pain") for pain in pains[:2]):
            return f"{pains[0].removesuffix(' pain')} and {pains[1]}"
        return pains[0]

    def _worker_facts(self) -> dict[str, str]:
        people, worker = self.fiction.people, self.worker
        tens, ones = divmod(worker.age, 10)
        return people.sexes[worker.sex] | {
            "worker": self._voice.worker,
            "age": str(worker.age),
            "age_words": people.tens[tens] + (f"-{people.numbers[ones]}" if ones else ""),
            "job": worker.job,
            "hand": self.rng.choice(people.hands),
            "an_event": f"{worker.event.article} {worker.event.text}",
            "event": worker.event.text,
            "doing": worker.doing,
            "strain": worker.strain,
            "claimed": self.claimed,
        }

    def _date_facts(self) -> dict[str, str]:
        trauma_from = self.dates.injury - timedelta(days=self.rng.randint(200, 900))
        return {
            "injured_on": self._on(self.injury_date),
            "injured_month": write_month(self.dates.injury),
            "trauma_from": self._on(trauma_from),
            "trauma_to": self._on(self.dates.injury),
            "denied_on": self._on(self.dates.denial),
            "rfa_on": self._on(self.dates.denial - timedelta(days=self.rng.randint(3, 20))),
        }


def stated_worker(narrator: Narrator, diagnoses: Iterable[str]) -> dict[str, object]:
    """What the prose so far has stated about worker and injury, as the record has it.

    A cause that only a diagnosis names ("hip strain secondary to a fall") is the mechanism too.
    """
    stated, worker = narrator.stated, narrator.worker
    sex_words = SEX_WORDS - PRONOUNS if narrator.neutral else SEX_WORDS
    mechanisms = [
        text
        for slots, text in (
            (EVENT_WORDS, worker.event.text),
            (frozenset({"doing"}), worker.doing),
            (frozenset({"strain"}), worker.strain),
        )
        if slots & stated
    ]
    mechanisms += ["fall" for text in diagnoses if text.endswith(FALL)]
    return {
        "age": worker.age if AGE_WORDS & stated else None,
        "sex": worker.sex if sex_words & stated else None,
        "injury_date_narrative": narrator.injury_date.isoformat() if "injured_on" in stated else None,
        "mechanism": mechanisms[0] if mechanisms else None,
    }
