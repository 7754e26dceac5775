"""The drugs that requests name."""

import duckdb

from models.clinical import DrugClass
from pipeline.report.values import Count, Share
from pipeline.report.worktables import KEY

NAMED = f"FROM drugs JOIN requests ON letter = {KEY} AND number = issue_number"
NAMES = f"""
SELECT lower(coalesce(ingredient, text)) AS name, count(*) AS named, sum(count(*)) OVER ()
{NAMED} GROUP BY ALL ORDER BY named DESC, name LIMIT 20
"""
WATCHED = {
    "opioids": ("Opioids", (DrugClass.OPIOIDS,)),
    "compounds": ("Topical compounds", (DrugClass.TOPICAL_COMPOUNDS,)),
    "without_class": ("Not in the lexicon, or without a class", ("",)),
}
"""What the field watches: shares of all drugs named."""


def names(db: duckdb.DuckDBPyConnection) -> tuple[Count, ...]:
    """The drugs named most, by ingredient; as printed where the lexicon does not know them."""
    return tuple(Count(name, name, Share(named, int(of))) for name, named, of in db.execute(NAMES).fetchall())


def watched(db: duckdb.DuckDBPyConnection) -> tuple[Count, ...]:
    """Shares of all drugs named: opioids, compounds, and those without a class."""
    query = f"SELECT coalesce(drug_class, ''), count(*) {NAMED} GROUP BY ALL"
    found: dict[str, int] = dict(db.execute(query).fetchall())
    total = sum(found.values())
    return tuple(
        Count(code, label, Share(sum(found.get(one, 0) for one in classes), total))
        for code, (label, classes) in WATCHED.items()
    )
