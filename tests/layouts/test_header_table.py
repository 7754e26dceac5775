"""The header table in every order that a file may store its cells in."""

import itertools
import random

import pytest

from pipeline.assemble import read_case
from tests.letters import BODY, Piece, lines_down, pdf_of

LABELS: list[tuple[float, float, str]] = [
    (72, 740, "Case Number:"),
    (72, 726, "Date Assigned:"),
    (72, 712, "Decision Date:"),
    (72, 698, "Priority:"),
    (330, 726, "Date of Injury:"),
    (330, 712, "UR Denial Date:"),
    (330, 698, "Application"),
    (330, 686, "Received:"),
]
VALUES: list[tuple[float, float, str]] = [
    (180, 740, "CM16-0900001"),
    (180, 726, "03/09/2015"),
    (180, 712, "04/02/2015"),
    (180, 698, "Standard"),
    (440, 726, "05/17/2012"),
    (440, 712, "01/21/2015"),
    (440, 698, "02/04/2015"),
]
FIELDS = {
    "case_number": "CM16-0900001",
    "date_assigned": "2015-03-09",
    "date_of_injury": "2012-05-17",
    "decision_date": "2015-04-02",
    "ur_denial_date": "2015-01-21",
    "application_received": "2015-02-04",
    "priority": "Standard",
}


def read(header: list[Piece]) -> dict[str, object]:
    letter = lines_down(BODY.replace("\n\n", "\n"), top=660, pitch=13)
    record = read_case(pdf_of([*header, *letter]), "letter.pdf").model_dump(mode="json")
    return {name: record[name] for name in FIELDS}


def by_columns() -> list[Piece]:
    return [piece for x in (72, 180, 330, 440) for piece in LABELS + VALUES if piece[0] == x]


def by_rows() -> list[Piece]:
    return sorted(LABELS + VALUES, key=lambda piece: (-piece[1], piece[0]))


def values_first() -> list[Piece]:
    return [*VALUES, *LABELS]


def shuffled(seed: int) -> list[Piece]:
    pieces: list[Piece] = [*LABELS, *VALUES]
    random.Random(seed).shuffle(pieces)
    return pieces


@pytest.mark.parametrize(
    "order", [by_rows(), by_columns(), values_first(), *(shuffled(seed) for seed in range(6))]
)
def test_fields_are_paired_by_place_whatever_their_order_in_the_file(order: list[Piece]) -> None:
    assert read(order) == FIELDS


@pytest.mark.parametrize("missing", [0, 1, 3, 6])
def test_an_empty_cell_takes_no_neighbours_value(missing: int) -> None:
    names = ["case_number", "date_assigned", "decision_date", "priority", "date_of_injury", "ur_denial_date"]
    name = [*names, "application_received"][missing]
    values = [value for index, value in enumerate(VALUES) if index != missing]
    assert read([*LABELS, *values]) == {**FIELDS, name: None}


@pytest.mark.parametrize(
    "header",
    [
        "Case Number: CM16-0900001\nDate Assigned: 03/09/2015\nDate of Injury: 05/17/2012\n"
        "Decision Date: 04/02/2015\nUR Denial Date: 01/21/2015\nPriority: Standard\n"
        "Application Received: 02/04/2015\n",
        "Case Number: CM16-0900001\nDate Assigned: Date of Injury:\n03/09/2015 05/17/2012\n"
        "Decision Date: UR Denial Date:\n04/02/2015 01/21/2015\nPriority: Standard Application 02/04/2015\n"
        "            Received:\n",
        "Case Number: CM16-0900001 Date Assigned: 03/09/2015\nEmployee Name: Claims Number: 123-45\n"
        "Date of Injury: 05/17/2012 Decision Date: 04/02/2015\nUR Denial Date: 01/21/2015 Provider Name:\n"
        "Priority: Standard Application Received: 02/04/2015\n",
    ],
)
def test_plain_text_headers_are_paired_by_their_order(header: str) -> None:
    record = read_case(f"{header}\n{BODY}".encode(), "letter.txt").model_dump(mode="json")
    assert {name: record[name] for name in FIELDS} == FIELDS


def test_every_label_alone_is_no_header_value() -> None:
    for first, second in itertools.pairwise(LABELS[:6]):
        assert read([first, second]) != FIELDS
