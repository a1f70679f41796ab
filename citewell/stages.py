"""The stages of a build in their order, from listed files to a written site.

`pipeline` calls this when something has changed. Articles and pages whose identity is remembered
are taken as they are; all others are made, the articles by several processes where that pays.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from citewell.articles import Made, Maker, Task
from citewell.care import turning_days
from citewell.disk import File, Inventory, Known, Survey
from citewell.fulltext import add_full_text
from citewell.gallery import hang_pictures, open_darkroom, shown_pictures, sweep
from citewell.glossary import Glossary, parse_glossary
from citewell.glossing import index_terms
from citewell.identity import identify
from citewell.job import Options
from citewell.load import assets, read_text, read_texts
from citewell.memo import Memo, damage_noticed
from citewell.model import Article, Asset, Kind, Output, Reference, Settings
from citewell.plain import from_plain, to_plain
from citewell.plan import Frame, plan_site
from citewell.problems import CitewellError, Problem, has_errors
from citewell.references import parse_references
from citewell.rendering import render_plan
from citewell.settings import parse_settings
from citewell.survey import is_settled, list_output
from citewell.words import Words, parse_words
from citewell.workers import look_seldom_for_cycles, map_batches
from citewell.write import Written, write_outputs


@dataclass(frozen=True, slots=True)
class Site:
    """A site as it was written.

    `pages` are its files as they lie in the output folder. It holds from the day `since` to the day
    before `until`: posts appear as their days come.
    """

    written: Written
    problems: tuple[Problem, ...]
    left_out: tuple[str, ...]
    pages: Mapping[str, Known]
    since: dt.date
    until: dt.date


def make_site(survey: Survey, options: Options, memo: Memo) -> Site:
    """Make the site and write it.

    Raises `CitewellError` with all problems if one of them is an error; then nothing was written.
    Faults of the settings come alone: without them nothing else can be judged.
    """
    look_seldom_for_cycles()
    with open_darkroom(survey.root if options.cache else None) as darkroom:
        return _make_site(survey, options, memo, darkroom)


def _make_site(survey: Survey, options: Options, memo: Memo, darkroom: Path) -> Site:
    inventory = survey.inventory
    source = read_text(inventory.settings)
    settings = parse_settings(source)
    shared = _read_shared(inventory, settings.lang)
    terms = index_terms(shared.glossary)
    whole = not shared.faults
    maker = Maker(survey.root, source, settings, shared.references, shared.words, whole, terms)
    made = list(_articles(maker, list(_tasks(survey, settings)), options, memo))
    articles = [one.article for one in made if one.article]
    left_out = tuple(article.path for article in articles if options.leaves_out(article))
    published = [article for article in articles if not options.leaves_out(article)]
    files = assets(inventory, survey.files)
    shown = shown_pictures(published, settings, files)
    gallery = hang_pictures(files, shown, darkroom, options.jobs)
    frame = Frame(settings, gallery.assets, shared.words, options, shared.glossary)
    plan = plan_site(frame, published, [one.path for one in made if not one.article])
    rendered = add_full_text(
        render_plan(plan, survey, shared.words, options, memo), plan, survey, memo
    )
    doubts = [fault for one in made if one.path not in left_out for fault in one.problems]
    plates = (*gallery.problems, *plan.problems, *rendered.problems)
    problems = _gather(inventory.problems, shared.faults, shared.slips, doubts, plates)
    if has_errors(problems):
        memo.commit()
        raise CitewellError(*problems)
    digests = {path: known.digest for path, known in survey.standing.items()}
    outputs: list[Output | Asset] = [*rendered.outputs, *plan.outputs, *plan.copies]
    written = write_outputs(outputs, rendered.kept, digests, survey.output)
    wanted = {path: digests[path] for path in rendered.kept}
    wanted |= {file.path: file.sha256 for file in outputs}
    sweep(darkroom, gallery.kept)
    pages = _written(survey.output, wanted, rendered.identities)
    return Site(written, problems, left_out, pages, *_days(settings, articles, options.today))


def _gather(*groups: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return all problems in the order of their addresses, each once."""
    return tuple(sorted({problem for group in groups for problem in group}))


@dataclass(frozen=True, slots=True)
class _Shared:
    """What all posts share, with the faults of the references and the slips of the rest."""

    references: dict[str, tuple[Reference, ...]]
    words: Words
    glossary: Glossary
    faults: list[Problem]
    slips: list[Problem]


def _read_shared(inventory: Inventory, language: str) -> _Shared:
    references, faults = _references(inventory, language)
    words, slips = _words(inventory)
    glossary, misread = _glossary(inventory)
    return _Shared(references, words, glossary, faults, [*slips, *misread])


def _words(inventory: Inventory) -> tuple[Words, list[Problem]]:
    sources, problems = read_texts(inventory.words)
    words, faults = parse_words(sources)
    return words, problems + faults


def _glossary(inventory: Inventory) -> tuple[Glossary, list[Problem]]:
    """Read the terms that the site explains; with a fault in their file there are none."""
    sources, problems = read_texts(inventory.glossary)
    try:
        return (parse_glossary(sources[0]) if sources else Glossary()), problems
    except CitewellError as error:
        return Glossary(), [*problems, *error.problems]


def _references(
    inventory: Inventory, language: str
) -> tuple[dict[str, tuple[Reference, ...]], list[Problem]]:
    """Read the files of references, in the language of the site; returns them by path."""
    sources, problems = read_texts(inventory.references)
    files: dict[str, tuple[Reference, ...]] = {}
    for source in sources:
        try:
            files[source.path] = parse_references(source, language)
        except CitewellError as error:
            files[source.path] = ()
            problems.extend(error.problems)
    return files, problems


def _tasks(survey: Survey, settings: Settings) -> Iterator[Task]:
    """Yield a task for each post and page; its identity covers all that an article is made from."""
    inventory, files = survey.inventory, survey.files
    files_of_all = (
        *(*inventory.references, *inventory.styles),
        *(*inventory.words, *inventory.glossary),
    )
    shared = [(file.name, files[file.name].digest) for file in files_of_all]
    author, hosts = to_plain(settings.author), settings.allow_hosts
    site = (settings.title, settings.url, author, settings.lang, hosts)
    common = identify(site, settings.csl.name, shared)
    rooms: tuple[tuple[Kind, Sequence[File]], ...] = (
        ("post", inventory.posts),
        ("page", inventory.pages),
    )
    for kind, room in rooms:
        for file in room:
            yield Task(file, kind, identify(common, file.name, files[file.name].digest))


def _articles(maker: Maker, tasks: Sequence[Task], options: Options, memo: Memo) -> Iterator[Made]:
    """Yield the articles of all tasks in their order; contents are left with the memo."""
    rows = memo.all("articles")
    memo.forget("articles", rows.keys() - {task.file.name for task in tasks})
    memo.forget("contents", rows.keys() - {task.file.name for task in tasks})
    known = {
        task.file.name: rows[task.file.name][1:]
        for task in tasks
        if task.file.name in rows and rows[task.file.name][0] == task.identity
    }
    fresh: dict[str, Made] = {}
    missing = [task for task in tasks if task.file.name not in known]
    for batch in map_batches(maker.make_all, missing, options.jobs):
        _keep_articles(batch, memo)
        fresh.update((one.path, replace(one, contents=None)) for one in batch)
        options.tell("posts", len(fresh), len(missing))
    for task in tasks:
        path = task.file.name
        yield fresh[path] if path in fresh else _remembered(path, *known[path])


def _keep_articles(batch: Iterable[Made], memo: Memo) -> None:
    good = [(one, one.article) for one in batch if one.article]
    facts = {
        one.path: [article.identity, to_plain(article), to_plain(one.problems)]
        for one, article in good
    }
    memo.keep("articles", facts)
    memo.keep("contents", {one.path: to_plain(one.contents) for one, _ in good})


def _remembered(path: str, article: Any, problems: Any) -> Made:
    with damage_noticed():
        return Made(
            path, from_plain(Article, article), None, from_plain(tuple[Problem, ...], problems)
        )


def _written(
    output: Path, wanted: Mapping[str, str], identities: Mapping[str, str]
) -> dict[str, Known]:
    """Return what is known of the files of the site; `wanted` are their SHA-256 by path."""
    now = time.time_ns()
    return {
        file.name: Known(
            file.stamp,
            wanted[file.name],
            is_settled(file.stamp, now),
            identities.get(file.name, ""),
        )
        for file in list_output(output, wanted)
    }


def _days(
    settings: Settings, articles: Iterable[Article], today: dt.date
) -> tuple[dt.date, dt.date]:
    """Return from which day to before which day the site is the same."""
    days = set(turning_days(settings, articles))
    since = max((day for day in days if day <= today), default=dt.date.min)
    until = min((day for day in days if day > today), default=dt.date.max)
    return since, until
