"""Where letters are found: files, folders, patterns, archives and URLs; nothing is ever written there."""

from pipeline.sources.files import file_source
from pipeline.sources.listing import find, listed
from pipeline.sources.source import Source

__all__ = ["Source", "file_source", "find", "listed"]
