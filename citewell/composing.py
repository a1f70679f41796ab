"""All articles to a plan of the whole site, its pictures, and its outline.

Part of `stages`, for when the last outline does not hold: something has changed that more than one
page may show.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from citewell.care import turning_days
from citewell.desk import Desk
from citewell.disk import Survey
from citewell.gallery import hang_pictures, shown_pictures
from citewell.identity import identify
from citewell.inspection import check_sheets
from citewell.job import Options
from citewell.model import Article, Plan, Settings
from citewell.outline import Bounds, Line, Outline, keep_outline
from citewell.plan import Frame, plan_site
from citewell.record import Record, replace
from citewell.scripts import judge_scripts
from citewell.statics import assets, read_scripts, read_sheets
from citewell.terms import Glossary
from citewell.unused import find_unused_words
from citewell.words import Words


class Composed(Record, frozen=True):
    """A plan, its outline and the lines of that by path.

    `pictures` are the names of the pictures that it needs.
    """

    plan: Plan
    outline: Outline
    lines: Mapping[str, Line]
    pictures: frozenset[str]


class Parts(Record, frozen=True):
    """What a site is made of: its settings and words and terms, and its articles.

    `unfinished` are files of articles with errors.
    """

    settings: Settings
    words: Words
    glossary: Glossary
    articles: Sequence[Article]
    unfinished: Sequence[str]


def compose(identity: str, parts: Parts, darkroom: Path, desk: Desk) -> Composed:
    """Plan the whole site and keep its outline; `identity` stands for all that it is made from.

    Pictures are made in the `darkroom`.
    """
    survey, options = desk.survey, desk.options
    published = [article for article in parts.articles if not options.leaves_out(article)]
    files = assets(survey.inventory, survey.files)
    shown = shown_pictures(published, parts.settings, files)
    gallery = hang_pictures(files, shown, darkroom, desk.crew)
    conduct = judge_scripts(*read_scripts(survey.inventory))
    frame = Frame(parts.settings, gallery.assets, parts.words, options, parts.glossary, conduct)
    left_out = [article for article in parts.articles if options.leaves_out(article)]
    plan = plan_site(frame, published, parts.unfinished, left_out)
    foreign = check_sheets(read_sheets(survey.inventory).values(), parts.settings)
    languages = {parts.settings.lang, *(page.view["page"].language for page in plan.pages)}
    unused = find_unused_words(survey.inventory, languages)
    plan = replace(plan, problems=(*gallery.problems, *plan.problems, *foreign, *unused))
    bounds = _bounds(parts, options)
    outline, lines = keep_outline(identity, plan, _theme(survey), bounds, desk.memo)
    return Composed(plan, outline, lines, gallery.kept)


def _theme(survey: Survey) -> str:
    """Return what stands for the templates and their words."""
    files = (*survey.inventory.templates.values(), *survey.inventory.words)
    return identify([(file.name, survey.files[file.name].digest) for file in files])


def _bounds(parts: Parts, options: Options) -> Bounds:
    left_out = tuple(each.path for each in parts.articles if options.leaves_out(each))
    days = set(turning_days(parts.settings, parts.articles))
    since = max((day for day in days if day <= options.today), default=dt.date.min)
    until = min((day for day in days if day > options.today), default=dt.date.max)
    return Bounds(left_out, since.isoformat(), until.isoformat())
