"""The limit of time: what keeps its own time, as OCR does page by page, puts it off; nothing else does."""

import signal

import pytest

from pipeline.deadline import allow, deadline

pytestmark = pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the alarm needs POSIX")


def left() -> float:
    return signal.getitimer(signal.ITIMER_REAL)[0]


def test_time_that_is_allowed_puts_the_deadline_off() -> None:
    with deadline(60):
        allow(120)
        assert 170 < left() <= 180
    assert left() == 0


def test_without_a_deadline_none_begins() -> None:
    allow(120)
    assert left() == 0
