"""Which shelf a ledger publishes on: two ledgers on one would take turns in removing each other's tables."""

from pipeline.errors import StoreError
from pipeline.store.ledger import Ledger
from pipeline.store.shelf import FolderShelf, Shelf

BESIDE = ""
"""The shelf that is the ledger's own folder, wherever that is moved."""


def claim(ledger: Ledger, shelf: Shelf, take_over: bool) -> None:
    """Let a ledger publish on a shelf; on another than before, everything is to be written.

    Nothing is asked of a shelf on which this ledger published last.

    Args:
        ledger: The truth.
        shelf: Where its tables are to stand.
        take_over: Replace tables that stand there, whoever has written them.

    Raises:
        StoreError: The shelf has tables that are not known to be this ledger's, or cannot be looked at.
    """
    place = _place(ledger, shelf)
    before = ledger.db.execute("SELECT place FROM shelf").fetchone()
    if before == (place,) or (before is None and place == BESIDE):
        return
    if place != BESIDE and not take_over and _has_tables(shelf):
        message = f"there are tables in {shelf.name} that the ledger {ledger.path} did not write"
        advice = "name the ledger they were made from with --ledger, or replace them: imr publish --rebuild"
        raise StoreError(message, advice)
    with ledger.transaction():
        for part in ledger.parts():
            ledger.mark(part)
        ledger.db.execute("DELETE FROM files")
        ledger.db.execute("DELETE FROM shelf")
        ledger.db.execute("INSERT INTO shelf VALUES (?)", (place,))


def _place(ledger: Ledger, shelf: Shelf) -> str:
    if not isinstance(shelf, FolderShelf):
        return shelf.name
    folder = shelf.folder.resolve()
    return BESIDE if folder == ledger.path.parent.resolve() else str(folder)


def _has_tables(shelf: Shelf) -> bool:
    from pipeline.store.manifest import read_manifest  # loads Arrow, which most runs need only at their end

    try:
        return bool(read_manifest(shelf)["files"])
    except FileNotFoundError:
        return False
    except OSError as error:
        raise StoreError(f"the tables in {shelf.name} cannot be read: {error}", shelf.advice) from error
    except (ValueError, KeyError, TypeError):
        return True
