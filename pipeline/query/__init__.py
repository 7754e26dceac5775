"""The published tables for people who ask: `connect` for SQL, `load` for typed frames."""

from pipeline.query.load import load
from pipeline.query.views import connect

__all__ = ["connect", "load"]
