"""What either side based its decision on, where that is told in sentences without a label."""

import re

from pipeline.document import Passage

CLAIMS_ADMINISTRATOR = re.compile(r"The\s+Claims\s+Administrator\b", re.IGNORECASE)
REVIEWER = re.compile(
    r"""(?:^|(?<=[.:!?;)\]"”’\n])\s*)(?P<sentence>The\s+(?i:(?:Expert|Physician|Medical|Professional|Independent)
    \s+){1,3}(?i:Reviewer)\b(?!['’]s\s+decision\s+rationale))""",
    re.VERBOSE,
)


def part_statements(passage: Passage) -> tuple[Passage | None, Passage | None]:
    """The claims administrator's sentences and the reviewer's, in this order.

    What stands before the first sentence of either side is neither's.
    """
    reviewer = REVIEWER.search(passage.text)
    turn = reviewer.start("sentence") if reviewer else len(passage.text)
    administrator = CLAIMS_ADMINISTRATOR.search(passage.text, 0, turn)
    return (
        passage.slice(administrator.start(), turn) if administrator else None,
        passage.slice(turn, len(passage.text)) if reviewer else None,
    )
