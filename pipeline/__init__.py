"""How letters become records: find, read, recognise, extract, validate, store, publish."""

EXTRACTION_VERSION = "1"
"""Raised whenever the same letter may give another record; kept in every record."""
