"""Diagnoses linked to ICD-10-CM, offline: `link_diagnosis("right shoulder sprain")` is S43.401."""

from pipeline.link.icd10.linker import IcdLink, link_diagnosis

__all__ = ["IcdLink", "link_diagnosis"]
