"""The clinical case summary and the diagnoses that it gives."""

from dataclasses import dataclass

from pipeline.generate.fiction import Basis, Condition, DiagnosisWording, ListForm
from pipeline.generate.narrator import Narrator, SidedRegion

DOUBT_SHARE = 0.12
SECOND_LIST_SHARE = 0.35
ASIDE_SHARE = 0.4


@dataclass(frozen=True)
class Diagnosis:
    """A diagnosis as the summary prints it.

    Attributes:
        text: The condition's words, without those that cast doubt.
        doubt: Words of doubt printed before it; empty where it is affirmed.
        icd: Its code, printed in some forms of list.
    """

    text: str
    doubt: str
    icd: str | None

    def truth(self, basis: Basis, code_printed: bool, doubtful: bool = False) -> dict[str, object]:
        """The diagnosis as the record has it."""
        return {
            "text": self.text,
            "basis": basis,
            "certainty": "possible" if self.doubt or doubtful else "affirmed",
            "icd_printed": self.icd if code_printed else None,
        }


@dataclass(frozen=True)
class ClinicalSummary:
    """The summary's paragraphs, its diagnoses, and the words of its longest list of them."""

    paragraphs: tuple[str, ...]
    diagnoses: tuple[dict[str, object], ...]
    longest_list: str


def write_summary(narrator: Narrator, long_list: bool) -> ClinicalSummary:
    """Write a summary of one to three paragraphs."""
    sentences = narrator.fiction.summary
    opening = [narrator.say(template) for template in narrator.opening]
    diagnoses = _DiagnosisLists(narrator)
    named = diagnoses.write(long_list)
    complaints = narrator.some(sentences.complaints, 1, 4)
    exam = narrator.some(sentences.exam, 2, 9) + narrator.some(sentences.imaging, 0, 2)
    treatment = narrator.some(sentences.treatment, 1, 3)
    if narrator.rng.random() < ASIDE_SHARE:
        treatment += narrator.some(sentences.asides, 1, 2)
    ending = narrator.some(sentences.plan, 1, 1) + narrator.some(sentences.review, 1, 1)
    if narrator.diagnoses_late or long_list:
        stages = [opening + complaints, exam + named, treatment + ending]
    else:
        stages = [opening + named + complaints, exam + treatment, ending]
    return ClinicalSummary(
        tuple(narrator.join(stage) for stage in _merge(narrator, stages)),
        tuple(diagnoses.truths),
        diagnoses.longest_list,
    )


def _merge(narrator: Narrator, stages: list[list[str]]) -> list[list[str]]:
    paragraphs = narrator.rng.choice((1, 1, 2, 3))
    while len(stages) > paragraphs:
        stages = [stages[0] + stages[1], *stages[2:]]
    return stages


class _DiagnosisLists:
    """Writes one or two statements of diagnoses and collects what they state."""

    def __init__(self, narrator: Narrator) -> None:
        self._narrator = narrator
        self.truths: list[dict[str, object]] = []
        self.longest_list = ""
        if "claimed" in narrator.stated:
            claimed = Diagnosis(narrator.typed(narrator.claimed), doubt="", icd=None)
            self.truths.append(claimed.truth("claimed", code_printed=False))

    def write(self, long_list: bool) -> list[str]:
        """Write the sentences; a long list holds all that the worker's regions offer."""
        rng, wordings = self._narrator.rng, self._narrator.fiction.diagnoses
        drawn = self._draw()
        if long_list:
            return [self._state(rng.choice(wordings.lists), drawn[:14])]
        count = rng.choice((1, 2, 2, 3, 3, 4, 5))
        if count == 1:
            return [self._state(rng.choice(wordings.singles), drawn[:1])]
        treated, diagnosed = (
            rng.choice([wording for wording in wordings.lists if wording.basis == basis])
            for basis in ("treated_for", "diagnosed")
        )
        if rng.random() < SECOND_LIST_SHARE and len(drawn) >= count + 2:
            return [self._state(treated, drawn[:count]), self._state(diagnosed, drawn[count : count + 2])]
        return [self._state(rng.choice((treated, diagnosed, diagnosed)), drawn[:count])]

    def _draw(self) -> list[Diagnosis]:
        narrator = self._narrator
        pool = [
            (region, condition)
            for region in narrator.worker.regions
            for condition in region.region.conditions
        ]
        return [self._diagnosis(*pair) for pair in narrator.rng.sample(pool, len(pool))]

    def _diagnosis(self, region: SidedRegion, condition: Condition) -> Diagnosis:
        rng = self._narrator.rng
        text = self._narrator.typed(region.fill(condition.text))
        # Doubt is cast on what may not be there, not on an operation that was done.
        doubtful = rng.random() < DOUBT_SHARE and not text.startswith("status post")
        doubt = rng.choice(self._narrator.fiction.diagnoses.doubts) if doubtful else ""
        return Diagnosis(text, doubt, region.fill(condition.icd) if condition.icd else None)

    def _state(self, wording: DiagnosisWording, diagnoses: list[Diagnosis]) -> str:
        code_printed = wording.form in ("coded", "code_first")
        self.truths += [
            diagnosis.truth(wording.basis, code_printed, wording.doubtful) for diagnosis in diagnoses
        ]
        listed = _enumerate(diagnoses, wording.form)
        self.longest_list = max(self.longest_list, listed, key=len)
        return self._narrator.say(wording.lead, list=listed)


def _enumerate(diagnoses: list[Diagnosis], form: ListForm) -> str:
    texts = [diagnosis.doubt + diagnosis.text for diagnosis in diagnoses]
    match form:
        case "numbered_dots":
            return ". ".join(f"{number}. {text}" for number, text in enumerate(texts, 1))
        case "numbered_brackets":
            return ", ".join(f"{number}) {text}" for number, text in enumerate(texts, 1))
        case "coded":
            return "; ".join(
                f"{text} ({diagnosis.icd})" if diagnosis.icd else text
                for text, diagnosis in zip(texts, diagnoses, strict=True)
            )
        case "code_first":
            return "; ".join(
                f"{diagnosis.icd} {text}" if diagnosis.icd else text
                for text, diagnosis in zip(texts, diagnoses, strict=True)
            )
        case "semicolons":
            return "; ".join(texts)
    if len(texts) == 1:
        return texts[0]
    comma, last = {"and": (", ", " and "), "oxford": (", ", ", and ")}.get(form, ("; ", "; and "))
    if len(texts) == 2 and form == "oxford":
        last = " and "
    return comma.join(texts[:-1]) + last + texts[-1]
