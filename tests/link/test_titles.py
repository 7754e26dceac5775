"""Requests' titles in many styles, as a careful reader takes them: every derived field of each."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from pipeline.extract.body_parts import find_body_parts
from pipeline.extract.drugs import find_drugs
from pipeline.extract.procedure_codes import find_procedure_codes
from pipeline.extract.quantity import find_quantity
from pipeline.extract.retrospective import find_retrospective
from pipeline.link.category import categorise
from pipeline.link.drugs import is_compound, link_drugs

TITLES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "titles.json").read_text())
NOT_YET = {
    "Lovenox 40mg/0.4ml injections x 14": "a drug that the worker injects is taken for an injection",
    "Compound cream: Flurbiprofen 20%/Tramadol 20% in Mediderm base, 210 gm": "the brand of a base is listed",
    "Genetic metabolism test": "a test without a known name is of the other tests",
    "Right shoulder arthroscopic subacromial decompression": "an operation's own words name a second part",
    "E0143 walker, one": "a count in words behind a comma",
}


def known_misses(title: dict[str, Any]) -> list[pytest.MarkDecorator]:
    reason = NOT_YET.get(title["title"])
    return [pytest.mark.xfail(reason=reason, strict=True)] if reason else []


@pytest.mark.parametrize("case", [pytest.param(t, id=t["title"][:60], marks=known_misses(t)) for t in TITLES])
def test_a_title_in_another_style(case: dict[str, Any]) -> None:
    title = case["title"]
    mentions, quantity = find_drugs(title), find_quantity(title)
    codes = [code.code for code in find_procedure_codes(title)]
    categorised = categorise(title, bool(mentions), is_compound(title, mentions), codes)
    assert (categorised.category, categorised.subcategory) == (case["category"], case["subcategory"])
    assert bool(find_retrospective(title)) == case["retrospective"]
    assert (quantity and quantity.value) == case["quantity"]
    assert codes == case["procedure_codes"]
    assert Counter(title[start:end].lower() for start, end in find_body_parts(title)) == Counter(
        part.lower() for part in case["body_parts"]
    )
    assert Counter(title[each.start : each.end].lower() for each in mentions) == Counter(
        drug.lower() for drug in case["drugs"]
    )
    assert Counter(each.drug_class for each in link_drugs(title, mentions)) == Counter(case["drug_classes"])
