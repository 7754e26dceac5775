"""Bytes to one frozen text: pages, lines, paragraphs, and the way back to boxes on the page."""

from pipeline.document.document import Document, Line, Page, Span
from pipeline.document.opening import open_document
from pipeline.document.page import Doubt
from pipeline.document.passage import Passage
from pipeline.document.recognition import OCR_ALLOWANCE

__all__ = ["OCR_ALLOWANCE", "Document", "Doubt", "Line", "Page", "Passage", "Span", "open_document"]
