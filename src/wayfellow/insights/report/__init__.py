"""The season's report: one set of figures, told as JSON, HTML, PDF and tables."""

from wayfellow.insights.report.paper import pdf
from wayfellow.insights.report.season import Season, collect, summary
from wayfellow.insights.report.sheet import page
from wayfellow.insights.report.tables import Table, as_csv, tables

__all__ = ["Season", "Table", "as_csv", "collect", "page", "pdf", "summary", "tables"]
