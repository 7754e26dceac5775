"""Several letters on one case: an amended one replaces the earlier, a contradiction is told to both sides."""

import hashlib
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest

from pipeline import assemble
from pipeline.assemble import read_with_text
from pipeline.errors import ExitCode
from pipeline.store.ledger import REJECTED, Ledger
from tests.store.common import case_number, codes, letter, months, new_version, published, put, rows, run

FIRST = letter(1, decided="04/02/2015", says="Therapy helped.")
AMENDED = letter(1, decided="06/09/2015", says="Therapy helped for a while.")
OTHER_DATE = "2015-04-02"


def letter_id(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def two_of_one_date() -> tuple[bytes, bytes]:
    """Two letters that contradict each other; the first is the one that counts."""
    one, other = sorted((letter(1, says="Therapy helped."), letter(1, says="It hurt.")), key=letter_id)
    return one, other


def run_each(folder: Path, store: Path, *letters: bytes) -> None:
    """One run for each letter."""
    for data in letters:
        run(put(folder, f"{letter_id(data)[:8]}.txt", data), store)


def superseded(store: Path) -> dict[str, str]:
    with Ledger(store) as ledger:
        query = "SELECT letter_id, superseded_by FROM letters WHERE superseded_by IS NOT NULL"
        return dict(ledger.db.execute(query))


def test_an_amended_letter_replaces_the_earlier_one_in_another_month_too(tmp_path: Path) -> None:
    store = tmp_path / "store"
    run_each(tmp_path, store, FIRST, letter(2, decided="04/20/2015"))
    assert months(store) == {"2015-4"}
    run_each(tmp_path, store, AMENDED)
    cases = rows(store, "cases")
    assert [row["letter_id"] for row in cases if row["case_number"] == case_number(1)] == [letter_id(AMENDED)]
    assert len(cases) == 2
    assert len(rows(store, "issues")) == 4
    assert months(store) == {"2015-4", "2015-6"}
    assert rows(store, "rejected") == []
    assert superseded(store) == {letter_id(FIRST): letter_id(AMENDED)}


def test_a_month_whose_only_letter_is_superseded_has_no_file(tmp_path: Path) -> None:
    store = tmp_path / "store"
    run_each(tmp_path, store, FIRST, AMENDED)
    assert months(store) == {"2015-6"}
    assert not (store / "cases" / "decision_year=2015" / "decision_month=4").exists()
    with Ledger(store) as ledger:
        assert ledger.parts() == ["2015-06", REJECTED]


def test_an_earlier_letter_that_comes_late_replaces_nothing(tmp_path: Path) -> None:
    store = tmp_path / "store"
    run_each(tmp_path, store, AMENDED, FIRST)
    assert [row["letter_id"] for row in rows(store, "cases")] == [letter_id(AMENDED)]


def test_a_letter_without_a_date_gives_way_to_one_with_a_date(tmp_path: Path) -> None:
    undated, store = letter(1, decided="13/45/2015"), tmp_path / "store"
    run_each(tmp_path, store, undated)
    assert months(store) == {"0-0"}
    run_each(tmp_path, store, FIRST)
    assert months(store) == {"2015-4"}
    assert len(rows(store, "cases")) == 1


def test_letters_without_a_case_number_replace_nothing(tmp_path: Path) -> None:
    store = tmp_path / "store"
    for says in ("Therapy helped.", "It hurt."):
        data = letter(1, says=says).replace(f"Case Number: {case_number(1)}\n".encode(), b"")
        run_each(tmp_path, store, data)
    assert [row["case_number"] for row in rows(store, "cases")] == [None, None]


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_letters_that_contradict_each_other_are_both_told(tmp_path: Path, order: tuple[int, int]) -> None:
    letters, store = two_of_one_date(), tmp_path / "store"
    run_each(tmp_path, store, *(letters[number] for number in order))
    (case,) = rows(store, "cases")
    assert case["letter_id"] == letter_id(letters[0])
    assert codes(case) == {"case_claimed_twice"}
    (warning,) = case["warnings"]
    assert letter_id(letters[1]) in warning["message"]
    (rejected,) = rows(store, "rejected")
    assert (rejected["letter_id"], rejected["reason"]) == (letter_id(letters[1]), "case_claimed_twice")
    assert letter_id(letters[0]) in rejected["message"]
    assert OTHER_DATE in rejected["message"]
    assert rejected["advice"]


def test_a_contradiction_is_over_when_an_amended_letter_comes(tmp_path: Path) -> None:
    store = tmp_path / "store"
    run_each(tmp_path, store, *two_of_one_date())
    run_each(tmp_path, store, AMENDED)
    (case,) = rows(store, "cases")
    assert (case["letter_id"], codes(case)) == (letter_id(AMENDED), set())
    assert rows(store, "rejected") == []


def test_a_contradiction_is_over_when_the_file_of_the_wrong_letter_holds_another(tmp_path: Path) -> None:
    counts, wrong = two_of_one_date()
    store = tmp_path / "store"
    run(put(tmp_path, "right.txt", counts), store)
    run(put(tmp_path, "wrong.txt", wrong), store)
    run(put(tmp_path, "wrong.txt", letter(2)), store)
    assert rows(store, "rejected") == []


def test_a_second_copy_of_the_wrong_letter_is_told_too(tmp_path: Path) -> None:
    counts, wrong = two_of_one_date()
    store = tmp_path / "store"
    run(put(tmp_path, "right.txt", counts), store)
    paths = [put(tmp_path, name, wrong) for name in ("a.txt", "b.txt")]
    for path in paths:
        run(path, store)
    assert [row["source"] for row in rows(store, "rejected")] == [str(path) for path in paths]


def test_the_order_of_reading_does_not_matter(tmp_path: Path) -> None:
    """Nor does it matter whether the letters are read in one run or in many."""
    letters = (*two_of_one_date(), AMENDED)
    together = tmp_path / "together"
    run([put(tmp_path / "letters", f"{letter_id(data)[:8]}.txt", data) for data in letters], together)
    for number, order in enumerate(permutations(letters)):
        run_each(tmp_path / "letters", tmp_path / str(number), *order)
        assert published(tmp_path / str(number)) == published(together)


def test_the_same_letter_in_other_bytes_is_published_once_without_a_report(tmp_path: Path) -> None:
    store = tmp_path / "store"
    run_each(tmp_path, store, FIRST, FIRST.replace(b"\n", b"\r\n"), b"\xef\xbb\xbf" + FIRST)
    (case,) = rows(store, "cases")
    assert codes(case) == set()
    assert rows(store, "rejected") == []


def test_a_letter_that_a_new_version_dates_anew_settles_its_case_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A contradiction that was of the reading's making leaves no trace."""
    counts, wrong = two_of_one_date()
    store, folder = tmp_path / "store", tmp_path / "letters"
    run_each(folder, store, counts, wrong)
    new_version(monkeypatch)
    redated(monkeypatch, letter_id(wrong), year=2016)
    assert run(folder, store, reprocess=True).exit_code is ExitCode.OK
    (case,) = rows(store, "cases")
    assert (case["letter_id"], codes(case)) == (letter_id(wrong), set())
    assert rows(store, "rejected") == []
    assert months(store) == {"2016-4"}


def test_a_letter_that_a_new_version_gives_another_case_lets_go_of_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, folder = tmp_path / "store", tmp_path / "letters"
    run_each(folder, store, FIRST, AMENDED)
    new_version(monkeypatch)
    redated(monkeypatch, letter_id(AMENDED), number="CM16-0900099")
    run(folder / f"{letter_id(AMENDED)[:8]}.txt", store, reprocess=True)
    assert [row["case_number"] for row in rows(store, "cases")] == ["CM16-0900001", "CM16-0900099"]


def redated(
    monkeypatch: pytest.MonkeyPatch, of: str, year: int | None = None, number: str | None = None
) -> None:
    """Let a letter be read with another year of decision, or another case number."""

    def read(data: bytes, source: str, *choices: Any) -> object:
        case, pages = read_with_text(data, source, *choices)
        if case.letter_id == of:
            assert case.decision_date
            date = case.decision_date.replace(year=year or case.decision_date.year)
            update = {"decision_date": date, "case_number": number or case.case_number}
            case = case.model_copy(update=update)
        return case, pages

    monkeypatch.setattr(assemble, "read_with_text", read)


def test_a_letter_that_counts_no_longer_lets_the_other_count(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts, wrong = two_of_one_date()
    store, folder = tmp_path / "store", tmp_path / "letters"
    run_each(folder, store, counts, wrong)
    new_version(monkeypatch)

    def read(data: bytes, source: str, *choices: Any) -> object:
        if letter_id(data) == letter_id(counts):
            raise ZeroDivisionError("a slip of ours")
        return read_with_text(data, source, *choices)

    monkeypatch.setattr(assemble, "read_with_text", read)
    run(folder, store, reprocess=True)
    (case,) = rows(store, "cases")
    assert (case["letter_id"], codes(case)) == (letter_id(wrong), set())
    assert [row["reason"] for row in rows(store, "rejected")] == ["internal_error"]
