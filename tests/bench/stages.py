"""What extraction of a letter costs, stage by stage: each does what those before it do, and more."""

from collections.abc import Mapping

from pipeline.assemble import read_case
from pipeline.assemble.draft import Draft
from pipeline.assemble.issue import read_issue
from pipeline.audit import claimed_share
from pipeline.document import Document, open_document
from pipeline.extract.citations import parse_guideline
from pipeline.extract.header import read_header
from pipeline.extract.worker import read_worker
from pipeline.layouts import LetterParts, recognise
from pipeline.link.icd10 import link_diagnosis
from pipeline.store.record import record_of
from tests.bench.engines import Work

NAME = "letter.pdf"
ALL = "extract: all of it"


def forget() -> None:
    """Let no diagnosis and no guideline statement be known from letters read before."""
    link_diagnosis.cache_clear()
    parse_guideline.cache_clear()


def opened(data: bytes) -> None:
    """Text, lines, paragraphs and furniture."""
    with open_document(data):
        pass


def cut(data: bytes) -> None:
    """The letter's layout, and its parts."""
    with open_document(data) as letter:
        recognise(letter.document).cut(letter.document)


def language(data: bytes) -> None:
    """What the header and the clinical summary say."""
    with open_document(data) as letter:
        _language(recognise(letter.document).cut(letter.document))


def requests(data: bytes) -> None:
    """The requests, classified, with drugs and citations, and the places of their values."""
    with open_document(data) as letter:
        parts = recognise(letter.document).cut(letter.document)
        _language(parts)
        _requests(letter.document, parts)


def audited(data: bytes) -> None:
    """What nothing has claimed."""
    with open_document(data) as letter:
        parts = recognise(letter.document).cut(letter.document)
        _language(parts)
        _requests(letter.document, parts)
        claimed_share(letter.document, parts.claimed())


def extracted(data: bytes) -> None:
    """The validated record."""
    read_case(data, NAME)


def kept(data: bytes) -> None:
    """The same as a row of the ledger."""
    record_of(read_case(data, NAME))


STAGES: Mapping[str, Work] = {
    "extract: open": opened,
    "  + cut into parts": cut,
    "  + header and language": language,
    "  + requests, linked": requests,
    "  + audit": audited,
    ALL: extracted,
    "  + ready for the ledger": kept,
}


def _language(parts: LetterParts) -> None:
    read_header(parts.header, parts.absent)
    read_worker(parts.clinical_summary)


def _requests(document: Document, parts: LetterParts) -> None:
    draft = Draft(document)
    for number, issue in enumerate(parts.issues):
        read_issue(draft, number, issue)
