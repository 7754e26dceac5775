"""How letters become records: find, read, recognise, extract, link, validate, store, publish."""

EXTRACTION_VERSION = "4"
"""Raised whenever the same letter may give another record; kept in every record."""
