"""The closed vocabularies of the record: every code that can stand in a table, and what it means."""

from enum import StrEnum
from types import DynamicClassAttribute
from typing import Self


class Described(StrEnum):
    """A vocabulary whose members carry their meaning, so that documentation is made from code."""

    _description: str

    def __new__(cls, value: str, description: str = "") -> Self:
        """Make the member; `description` says what the code means to a reader of the tables."""
        member = str.__new__(cls, value)
        member._value_ = value
        member._description = description
        return member

    @DynamicClassAttribute
    def description(self) -> str:
        """What the code means to a reader of the tables."""
        return self._description


class Decision(Described):
    """What the reviewer decided on one disputed request (8 CCR 9792.10.6)."""

    UPHELD = "upheld", "the utilization review decision stands: not medically necessary"
    OVERTURNED = "overturned", "the utilization review decision falls: medically necessary"
    PARTIALLY_OVERTURNED = "partially_overturned", "part of the request is medically necessary"


class Sex(Described):
    """The injured worker's sex, as the clinical summary gives it."""

    MALE = "male", "the summary says male, man or gentleman, or uses he/his alone"
    FEMALE = "female", "the summary says female, woman or lady, or uses she/her alone"


class Engine(Described):
    """What turned the letter's bytes into text."""

    PDFIUM = "pdfium", "PDFium, through pypdfium2"
    PDFPLUMBER = "pdfplumber", "pdfminer.six, through pdfplumber"
    OCR = "ocr", "Tesseract, from the pictures of all pages that have text"
    TEXT = "text", "a plain text letter, decoded"


class WarningCode(Described):
    """What a person should look at in a record that was published all the same."""

    NO_HEADER = "no_header", "the letter has no header table; its fields come from the summary or are null"
    HEADER_FIELD_MISSING = "header_field_missing", "the header table has no value for this field"
    DATE_INVALID = "date_invalid", "the words at this field are no date of the calendar"
    CASE_NUMBER_INVALID = "case_number_invalid", "the words at the case number do not have its form"
    CASE_NUMBER_FROM_FILE_NAME = (
        "case_number_from_file_name",
        "derived: the letter prints no case number, so it was taken from the file's name",
    )
    CASE_CLAIMED_TWICE = (
        "case_claimed_twice",
        "another letter on this case has the same decision date and says something else",
    )
    CASE_NUMBER_CONFLICT = "case_number_conflict", "the file's name holds another case number than the letter"
    HEADING_MISSING = "heading_missing", "an expected heading or label of the layout was not found"
    HEADING_REPEATED = "heading_repeated", "a heading stands in the letter more than once"
    REVIEWER_MISSING = "reviewer_missing", "no state of licensure or specialty of the reviewer was found"
    STATE_UNKNOWN = "state_unknown", "a state of licensure is none of the states and territories"
    AGE_MISSING = "age_missing", "the summary states no age of the worker"
    AGE_CONFLICT = "age_conflict", "the summary states different ages of the worker"
    AGE_IMPLAUSIBLE = "age_implausible", "the age cannot be that of a worker at that date"
    SEX_MISSING = "sex_missing", "the summary does not tell the worker's sex"
    INJURY_DATE_MISSING = "injury_date_missing", "the summary states no full date of injury"
    INJURY_DATE_SEVERAL = (
        "injury_date_several",
        "the summary gives several dates, or a period, for the injury",
    )
    INJURY_DATE_CONFLICT = "injury_date_conflict", "header and summary give different dates of injury"
    VERDICT_CONFLICT = (
        "verdict_conflict",
        "what the cover gives as the final determination is not what the decisions on the requests add up to",
    )
    DATES_OUT_OF_ORDER = "dates_out_of_order", "a date lies before one that must come first"
    SPECIALTY_UNKNOWN = "specialty_unknown", "a specialty of the reviewer is none of the Division's list"
    DIAGNOSIS_MISSING = (
        "diagnosis_missing",
        "the summary gives no condition by a wording of diagnosis or the like",
    )
    CATEGORY_UNKNOWN = "category_unknown", "nothing in a request's title tells its category"
    DRUG_UNKNOWN = "drug_unknown", "a drug of a request is not in the lexicon, so its class is null"
    CITATION_NOT_UNDERSTOOD = (
        "citation_not_understood",
        "a guideline statement is in none of the known forms",
    )
    SUMMARY_MISSING = "summary_missing", "the clinical case summary was not found or is empty"
    REQUEST_DOUBTFUL = "request_doubtful", "a request's title may have taken in text that stands before it"
    GUIDELINE_MISSING = "guideline_missing", "an issue has no guideline statement of this side"
    RATIONALE_MISSING = "rationale_missing", "an issue has no decision rationale"
    TEXT_CUT_OFF = "text_cut_off", "a text does not end with a sentence: its end may be lost"
    PAGE_CUT_SHORT = "page_cut_short", "a page ends within a sentence with room below: its rest may be lost"
    UNCLAIMED_TEXT = "unclaimed_text", "the letter holds text that no part of its layout accounts for"
    LOW_TEXT_QUALITY = "low_text_quality", "a page's text holds characters that could not be read"
    PAGE_ENGINE_FALLBACK = "page_engine_fallback", "a page was read by the second engine"
    PAGE_WITHOUT_TEXT = (
        "page_without_text",
        "a page shows something but has no text, such as a scanned picture",
    )
    TEXT_OUTSIDE_PAGE = (
        "text_outside_page",
        "text runs over the edge of the page as it is shown, or lies beyond it and was left out",
    )
    ANNOTATION_READ = (
        "annotation_read",
        "text that was put on a page afterwards (free text, a stamp) was read as part of the letter",
    )
    ANNOTATION_LEFT_OUT = (
        "annotation_left_out",
        "a page has comments, which are no part of the letter, or annotations that could not be read",
    )
    PAGE_READ_BY_OCR = "page_read_by_ocr", "pages without usable text were read from their pictures by OCR"
    OCR_NOT_INSTALLED = "ocr_not_installed", "pages need OCR, which is not installed, and were not read"
    PAGE_POORLY_READ = "page_poorly_read", "OCR is not sure of a page as a whole: check its values by eye"
    OCR_LOW_CONFIDENCE = "ocr_low_confidence", "OCR is not sure of a word that this field was read from"
    DATE_REPAIRED = "date_repaired", "OCR read a date that the calendar does not have, and it was mended"
    ENCODING_FALLBACK = "encoding_fallback", "the text file is not UTF-8 and was read as Latin-1"


class RejectionReason(Described):
    """Why a letter was not published."""

    PATH_MISSING = "path_missing", "there is nothing at the path that was given"
    FOLDER_EMPTY = "folder_empty", "the folder that was given holds no letter"
    SOURCE_UNREACHABLE = "source_unreachable", "the server of a URL does not answer, or refuses"
    NOT_A_FILE = "not_a_file", "a pipe, a socket or a device stands at the path"
    ARCHIVE_DAMAGED = "archive_damaged", "the archive, or this member of it, is cut short or broken"
    ARCHIVE_MEMBER_REFUSED = (
        "archive_member_refused",
        "a member of an archive that is not read: locked, a link, a device, another archive or badly named",
    )
    ARCHIVE_TOO_LARGE = "archive_too_large", "the archive expands to more than one of letters can"
    FILE_UNREADABLE = "file_unreadable", "the operating system refuses the file"
    FILE_EMPTY = "file_empty", "the file has no bytes, or only white space"
    FILE_TOO_LARGE = "file_too_large", "the file is larger than a letter can be"
    PDF_DAMAGED = "pdf_damaged", "the PDF is cut short or broken"
    PDF_ENCRYPTED = "pdf_encrypted", "the PDF opens with a password only"
    PDF_WITHOUT_PAGES = "pdf_without_pages", "the PDF has no page"
    NO_TEXT = "no_text", "the PDF's pages hold pictures only, in which no text can be read"
    TEXT_UNREADABLE = "text_unreadable", "the text has no usable mapping to characters, or the file is binary"
    NOT_AN_IMR_LETTER = "not_an_imr_letter", "nothing in the document is that of an IMR determination"
    LAYOUT_UNKNOWN = "layout_unknown", "an IMR document, but in none of the known letter layouts"
    NO_ISSUES = "no_issues", "the letter's section of issues holds no disputed request"
    DECISION_MISSING = "decision_missing", "a disputed request stands there without a decision"
    DECISION_UNKNOWN = "decision_unknown", "a decision is none of the known words"
    RECORD_INVALID = "record_invalid", "the values read do not make a valid record"
    CASE_CLAIMED_TWICE = (
        "case_claimed_twice",
        "another letter on this case with the same decision date is published, and says something else",
    )
    READ_TIMED_OUT = "read_timed_out", "reading the letter took longer than the limit of time"
    WORKER_DIED = "worker_died", "the process that read the letter ended in the midst of it, twice"
    MEMORY_EXCEEDED = "memory_exceeded", "reading the letter took more memory than the limit"
    INTERNAL_ERROR = "internal_error", "a defect of this software met this letter"
