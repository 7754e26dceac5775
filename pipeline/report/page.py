"""The report as one HTML file, which needs no other file, no network and no script."""

from importlib import metadata, resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from models.tables import SCHEMA_VERSION
from pipeline.link.icd10.groups import icd10_groups
from pipeline.report.figures import Figures
from pipeline.report.figures.labels import category
from pipeline.report.figures.scope import Scope
from pipeline.report.grids import FEW_NOTE
from pipeline.report.sections import key_numbers, sections
from pipeline.report.sections.decisions import overall
from pipeline.report.values import SMALL_CELL
from pipeline.report.words import day, percent, plural

TITLE = "Independent Medical Review decisions"


def page(figures: Figures) -> str:
    """The report as HTML; whatever stands in the tables is escaped."""
    environment = Environment(
        loader=PackageLoader("pipeline.report"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    environment.filters["svg"] = _trusted
    css = resources.files("pipeline.report").joinpath("templates/report.css").read_text("utf-8")
    return environment.get_template("report.html.j2").render(
        title=TITLE,
        version=metadata.version("imr-pipeline"),
        css=Markup(css),
        summary=_summary(figures),
        restricted=_restricted(figures.scope),
        keys=key_numbers(figures),
        sections=sections(figures),
        few_note=FEW_NOTE,
        small_cell=SMALL_CELL,
        icd_release=icd10_groups().release.replace("-", " "),
        provenance=_provenance(figures.scope),
    )


def _trusted(svg: str) -> Markup:
    """A chart, whose drawing has escaped the texts in it."""
    return Markup(svg)


def _summary(figures: Figures) -> str:
    scope = figures.scope
    when = (
        f" of {day(scope.first)} to {day(scope.last)}"
        if scope.first != scope.last
        else f" of {day(scope.first)}"
    )
    return (
        f"{plural(scope.letters, 'letter')}{when if scope.first else ''}, with "
        f"{plural(scope.requests, 'disputed request')}, of which {percent(overall(figures).value)} were "
        "overturned in whole or in part."
    )


def _restricted(scope: Scope) -> str:
    """What the report is restricted to, in words; nothing if it is not."""
    years = ", ".join(map(str, scope.choice.years))
    categories = ", ".join(category(one) for one in scope.choice.categories)
    chosen = [f"decided in {years}" if years else "", f"in the category {categories}" if categories else ""]
    told = " and ".join(filter(None, chosen))
    return f"Restricted to requests {told}, and to letters that have one." if told else ""


def _provenance(scope: Scope) -> str:
    return (
        f"Tables of schema version {SCHEMA_VERSION}, letters read by version {', '.join(scope.versions)} "
        "of the extraction. The same tables give the same report."
    )
