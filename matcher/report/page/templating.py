"""Templates of pages: what is not ours is escaped, and the browser is told to run and to load nothing else."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from matcher.report.view.participants_view import ParticipantsView
from matcher.report.view.view import View

__all__ = ["page_of", "rendered", "source"]


def rendered(
    template: str, view: View | ParticipantsView, style: str, script: str | None = None, **values: object
) -> str:
    """Return a page.

    Parameters
    ----------
    template, style, script
        Files in ``templates``. Style and script stand in the page, and a content security policy names their hashes,
        so that a browser runs and loads nothing else, whatever a name smuggles in.
    values
        What the template uses besides `view` and `phrases`.
    """
    return page_of(template, style, script, view=view, phrases=view.phrases, **values)


def page_of(template: str, style: str, script: str | None = None, **values: object) -> str:
    """Return a page that is of no result, with what its template uses; the rest is as for `rendered`."""
    sources = {"style": source(style), "script": source(script) if script else ""}
    hashes = {f"{name}_hash": _hash(text) for name, text in sources.items()}
    ours = {name: Markup(text) for name, text in sources.items()}
    return _environment().get_template(template).render(**ours, **hashes, **values)


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("matcher.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def source(name: str) -> str:
    """Return the text of a style or script among the templates."""
    return resources.files("matcher.report").joinpath("templates", name).read_text(encoding="utf-8").strip()


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"
