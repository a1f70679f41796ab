"""From a folder to a finished site: the only place that knows the order.

    load -> parse -> cite -> plan -> render -> write

Every problem of every stage is gathered before anything is written. If one of them is an error
nothing is, and the last good site stays.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from citewell.articles import Made, Maker, Task
from citewell.feeds import render_atom
from citewell.load import read_site
from citewell.model import (
    Article,
    Contents,
    Output,
    Plan,
    Reference,
    Report,
    Settings,
    Source,
    Sources,
)
from citewell.pages import fill_in
from citewell.plan import plan_site
from citewell.problems import CitewellError, Problem, has_errors
from citewell.references import parse_references
from citewell.render import open_templates, render_page
from citewell.settings import parse_settings
from citewell.write import write_outputs

_OURS = ("content", "templates", "static")


@dataclass(frozen=True, slots=True)
class Options:
    """What the author decides for one build. `today` says which posts are of the future."""

    today: dt.date
    drafts: bool = False
    future: bool = False

    def hides(self, article: Article) -> bool:
        """Tell whether a post is shown only by request."""
        return article.meta.draft or self.is_future(article)

    def leaves_out(self, article: Article) -> bool:
        """Tell whether a post is not published in this build."""
        draft = article.meta.draft and not self.drafts
        return draft or (self.is_future(article) and not self.future)

    def is_future(self, article: Article) -> bool:
        """Tell whether a post's day is still to come."""
        return (article.meta.date or dt.date.min) > self.today


def build(root: Path, output: Path, options: Options) -> Report:
    """Build the site in the folder `root` into the folder `output`.

    Raises `CitewellError` with all problems if one of them is an error; then nothing was written.
    """
    start = time.perf_counter()
    _check_folders(root, output)
    sources = read_site(root)
    settings = _settings(sources)
    files, problems = _references(sources.references)
    made = _make(root, sources, settings, files)
    articles = [one.article for one in made if one.article]
    left_out = [article.path for article in articles if options.leaves_out(article)]
    plan = plan_site(
        settings,
        sources,
        [article for article in articles if not options.leaves_out(article)],
        options.hides,
        unfinished=[one.path for one in made if not one.article],
    )
    contents = {one.path: one.contents for one in made if one.contents}
    outputs, faults = _render(plan, sources, contents)
    problems += [*sources.problems, *plan.problems, *faults]
    problems += [fault for one in made if one.path not in left_out for fault in one.problems]
    gathered = tuple(sorted(dict.fromkeys(problems)))
    if has_errors(gathered):
        raise CitewellError(*gathered)
    written = write_outputs([*outputs, *plan.copies], output)
    return Report(
        written=written.written,
        unchanged=written.unchanged,
        removed=written.removed,
        problems=gathered,
        left_out=tuple(left_out),
        seconds=time.perf_counter() - start,
    )


def _check_folders(root: Path, output: Path) -> None:
    """Raise `CitewellError` for an output folder that holds, or is in, what the site is made of."""
    place, home = output.resolve(), root.resolve()
    rooms = [home / name for name in _OURS]
    if place == home or place in home.parents or any(_is_in(place, room) for room in rooms):
        hint = "choose a folder of its own, such as output"
        message = "the site cannot be written there: its own sources lie in this folder"
        raise CitewellError(Problem(output.name or str(output), 0, 0, message, hint=hint))


def _is_in(place: Path, folder: Path) -> bool:
    return place == folder or folder in place.parents


def _settings(sources: Sources) -> Settings:
    """Parse the settings; without them nothing else can be judged, so their faults come alone."""
    try:
        return parse_settings(sources.settings)
    except CitewellError as error:
        raise CitewellError(*sorted([*sources.problems, *error.problems])) from None


def _references(
    sources: Iterable[Source],
) -> tuple[dict[str, tuple[Reference, ...]], list[Problem]]:
    """Parse the files of references; returns them by path, and their problems."""
    files: dict[str, tuple[Reference, ...]] = {}
    problems: list[Problem] = []
    for source in sources:
        try:
            files[source.path] = parse_references(source)
        except CitewellError as error:
            files[source.path] = ()
            problems.extend(error.problems)
    return files, problems


def _make(
    root: Path,
    sources: Sources,
    settings: Settings,
    files: Mapping[str, tuple[Reference, ...]],
) -> list[Made]:
    maker = Maker(root, sources.settings, settings, files)
    tasks = [Task(source, "post", "") for source in sources.posts]
    tasks += [Task(source, "page", "") for source in sources.pages]
    return maker.make_all(tasks)


def _render(
    plan: Plan, sources: Sources, contents: Mapping[str, Contents]
) -> tuple[list[Output], Sequence[Problem]]:
    """Render every page and feed; a fault that many pages share is told once."""
    templates = open_templates(sources.templates)
    outputs = list(plan.outputs)
    problems: dict[tuple[str, int, str], Problem] = {}
    for page in plan.pages:
        try:
            whole = fill_in(page, contents[page.shows.path]) if page.shows else page
            outputs.append(render_page(whole, templates, sources.templates))
        except CitewellError as error:
            for fault in error.problems:
                problems.setdefault((fault.path, fault.line, fault.message), fault)
    outputs += [render_atom(feed, plan.site, contents) for feed in plan.feeds]
    return outputs, list(problems.values())
