"""What becomes of letters arrives from another machine as it was sent."""

from models.vocabulary import RejectionReason
from pipeline.assemble import read_case
from pipeline.errors import StillGrowing
from pipeline.generate import FictionalLetter
from pipeline.store.outcome import Known, Published, Rejected
from pipeline.store.record import record_of
from pipeline.workers import Result
from pipeline.workers.freight import load, unload


def test_every_outcome_arrives_as_it_was_sent(fictional: list[FictionalLetter]) -> None:
    case = read_case(fictional[0].text().encode(), "2016/é.txt")
    sent: list[Result] = [
        record_of(case),
        Rejected("x.txt", None, RejectionReason.NO_TEXT, "nothing", "look"),
        Rejected("y.txt", "00ff", RejectionReason.NO_ISSUES, "no request", "look"),
        Known("z.txt", "00ff"),
    ]
    arrived, about = unload(load(sent, {"host": "here"}))
    assert arrived == sent
    assert [type(each) for each in arrived] == [type(each) for each in sent]
    assert about == {"host": "here"}


def test_a_case_arrives_as_its_record_and_an_exception_as_itself(fictional: list[FictionalLetter]) -> None:
    case = read_case(fictional[0].text().encode(), "a.txt")
    (record, error), _ = unload(load([Published(case, ["its text"]), StillGrowing("b.txt grows")], {}))
    assert record == record_of(case)
    assert isinstance(error, StillGrowing) and str(error) == "b.txt grows"


def test_nothing_arrives_as_nothing() -> None:
    assert unload(load([], {"version": "1"})) == ([], {"version": "1"})
