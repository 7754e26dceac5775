"""spaCy without its command line.

The package imports its own commands, and with them web clients and project tools, for `spacy.info` alone: a
third of the time that importing it takes, for which the first letter waits. Here they are loaded when
someone asks for them.
"""

import sys
from importlib import import_module
from types import ModuleType

COMMANDS = ("spacy.cli", "spacy.cli.info")


def import_spacy() -> None:
    """Import spaCy, unless that was done, with a stand-in for its commands while it is imported."""
    if "spacy" in sys.modules:
        return
    stand_ins = {name: ModuleType(name) for name in COMMANDS}
    stand_ins[COMMANDS[-1]].__dict__["info"] = _info
    sys.modules.update(stand_ins)
    try:
        import_module("spacy")
    finally:
        for name in COMMANDS:
            del sys.modules[name]


def _info(*arguments: object, **options: object) -> object:
    """What `spacy.info` does."""
    return import_module(COMMANDS[-1]).info(*arguments, **options)
