"""Reports that people look at, send and put in calendars: from a result and its intake alone, over one view."""

from __future__ import annotations

from matcher.report.kinds import KINDS, Kind, chosen_kinds
from matcher.report.order import Order
from matcher.report.view.build_view import build_view
from matcher.report.view.phrases import LANGUAGES, Phrases
from matcher.report.view.view import View
from matcher.report.writing import write_reports

__all__ = [
    "KINDS",
    "LANGUAGES",
    "Kind",
    "Order",
    "Phrases",
    "View",
    "build_view",
    "chosen_kinds",
    "write_reports",
]
