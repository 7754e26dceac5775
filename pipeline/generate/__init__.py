"""Fictional letters in every layout, each with the record that a perfect reading would give.

Every name, date, sentence and number is invented; only the form's own headings and labels are the real
ones. The same seed and layouts give the same bytes.
"""

from pipeline.generate.letters import FictionalLetter, fictional_letters, write_letters

__all__ = ["FictionalLetter", "fictional_letters", "write_letters"]
