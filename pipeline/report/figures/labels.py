"""Codes of the tables in words for a reader."""

from models.clinical import Category, DrugClass, Subcategory
from pipeline.link.icd10.groups import icd10_groups
from pipeline.vocabulary.body_regions import body_regions
from pipeline.vocabulary.specialties import specialties

CAPITALS = {"dmepos": "DMEPOS", "ur_denial_date": "UR denial date"}
"""DMEPOS: durable medical equipment, prosthetics, orthotics and supplies. UR: utilization review."""


def plain(code: str) -> str:
    """A code as words, such as those of decisions, warnings and fields."""
    return CAPITALS.get(code) or code.replace("_", " ").capitalize()


def category(code: str) -> str:
    """The Division's name of a request category."""
    return plain(Category(code))


def subcategory(code: str) -> str:
    """The Division's name of a subcategory."""
    return Subcategory(code).description


def drug_class(code: str) -> str:
    """The Division's name of a drug class."""
    return DrugClass(code).description


def region(code: str) -> str:
    """The name of a region of the body."""
    return body_regions().regions[code].label


def chapter(code: str) -> str:
    """The title of a chapter of ICD-10-CM, its range behind it."""
    return f"{icd10_groups().chapters[code]} ({code})"


def block(code: str) -> str:
    """The title of a block of ICD-10-CM, its range behind it."""
    return f"{icd10_groups().blocks[code]} ({code})"


def specialty(code: str) -> str:
    """The Division's name of a medical specialty."""
    return specialties().specialties[code][0]
