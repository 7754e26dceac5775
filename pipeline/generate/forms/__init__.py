"""The layouts that fictional letters come in: each file of this package lays a case out in one."""

from collections.abc import Callable, Mapping
from random import Random
from typing import NamedTuple

from pipeline.generate.case import FictionalCase
from pipeline.generate.era import Era
from pipeline.generate.fiction import Fiction
from pipeline.generate.form import Letter
from pipeline.generate.forms import determination_2013, determination_2014, notice_2013, review_2013

__all__ = ["FORMS", "PLAIN", "Form"]


class Form(NamedTuple):
    """A layout, by the cases that come in it and the way they are laid out."""

    era: Callable[[Fiction], Era]
    fill: Callable[[Random, Fiction, FictionalCase], Letter]


PLAIN = Form(determination_2014.plain_era, determination_2014.fill_plain)
"""The layout of 2014 as most letters until 2018 have it."""

FORMS: Mapping[str, Form] = {
    "determination_2014": Form(determination_2014.era, determination_2014.fill),
    "determination_2013": Form(determination_2013.era, determination_2013.fill),
    "notice_2013": Form(notice_2013.era, notice_2013.fill),
    "review_2013": Form(review_2013.era, review_2013.fill),
}
"""Every layout, with all that letters in it vary in, by the name that the record has for it."""
