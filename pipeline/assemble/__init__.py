"""All of it: a letter's bytes to one validated case."""

from pipeline.assemble.case import read_case, read_with_text

__all__ = ["read_case", "read_with_text"]
