"""The published tables for people who ask: views in SQL, typed frames in Python, and what a prompt needs."""

from pipeline.query.views import connect

__all__ = ["connect"]
