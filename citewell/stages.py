"""The stages of a build in their order, from listed files to a written site.

`pipeline` calls this when something has changed. Articles and files whose identity is remembered
are taken as they are; all others are made, by several processes where that pays. The plan of the
site is remembered too: it is made anew only where more has changed than the texts of articles.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple, cast

from citewell.articles import Made, Maker, Steps, Task
from citewell.desk import Desk
from citewell.disk import File, Inventory, Known, Survey, digests
from citewell.fulltext import NO_INDEX, Index, index_texts
from citewell.glossing import index_terms
from citewell.identity import identify, identify_all
from citewell.job import Options
from citewell.keeping import keep, keep_made, recall, recall_all, recall_made
from citewell.load import read_text, read_texts
from citewell.memo import Memo, Table, damage_noticed
from citewell.model import Article, Asset, Kind, Output, Plan, Reference, Settings, Source
from citewell.outline import (
    Agenda,
    Bounds,
    Outline,
    draw_up,
    follow_up,
    keep_published,
    recall_lines,
    recall_outline,
    recall_plan,
)
from citewell.plain import decode, encode
from citewell.problems import CitewellError, Problem, has_errors
from citewell.record import Record, replace
from citewell.render import Codes, compile_templates
from citewell.rendering import Rendered, Theme, render_plan
from citewell.survey import is_settled, list_output
from citewell.terms import Glossary
from citewell.unused import find_unused_templates
from citewell.words import Words
from citewell.workers import Crew
from citewell.write import Finished, Written, open_tray, write_outputs

_Holdings = dict[str, tuple[Reference, ...]]
"""References by the path of their file."""
_Set = tuple[Settings, tuple[Problem, ...]]
"""Settings, and what is doubtful in them."""


# What is known of all articles is kept under this name, and each of them in these tables.
_ARTICLES = "articles"
_OF_ARTICLES: tuple[Table, ...] = ("facts", "contents", "steps")
# Days and numbers in words are kept under this name, and not many more than so many.
_SAID, _MOST_SAID = "said", 20_000


class Site(Record, frozen=True):
    """A site as it was written.

    `made` are the files that were not there yet, or not known to be, as they now lie in the output
    folder; `gone` is what lay there besides. `bounds` say for how long it holds.
    """

    written: Written
    problems: tuple[Problem, ...]
    bounds: Bounds
    made: Mapping[str, Known]
    gone: frozenset[str]


class Row(NamedTuple):
    """What is known of a file that became an article.

    `identity` stands for all that the article was made from, and is empty where that is not sure;
    `digest` for what the rest of the site knows of it, and is empty where it has errors.
    """

    path: str
    identity: str
    digest: str
    problems: tuple[Problem, ...]


class _Shared(Record, frozen=True):
    """What all posts share, with the faults of the references and the slips of the rest."""

    settings: Settings
    references: Mapping[str, tuple[Reference, ...]]
    words: Words
    glossary: Glossary
    faults: tuple[Problem, ...]
    slips: tuple[Problem, ...]


def make_site(survey: Survey, options: Options, memo: Memo) -> Site:
    """Make the site and write it.

    Raises `CitewellError` with all problems if one of them is an error; then nothing was written.
    Faults of the settings come alone: without them nothing else can be judged.
    """
    source = read_text(survey.inventory.settings)
    shared = _read_shared(survey.inventory, source, memo)
    options.lap("read", "settings, words, glossary, files of references")
    with Crew(options.jobs) as crew, open_tray(survey.root if options.cache else None) as tray:
        desk = Desk(survey, options, memo, crew, tray)
        rows, fresh = _make_articles(desk, shared, source)
        options.lap("articles", f"{len(fresh)} made, {len(rows) - len(fresh)} remembered")
        identity = _identity(survey, options, rows)
        outline = recall_outline(identity, memo)
        agenda = _agenda(outline, rows, shared.settings, desk) if outline else None
        if agenda and not agenda.needs_plan:
            plan = recall_plan(agenda, shared.settings, memo)
            options.lap("plan", "remembered")
            return _publish(desk, shared, rows, plan, agenda)
        return _publish_anew(desk, shared, rows, fresh, identity)


def _agenda(outline: Outline, rows: Iterable[Row], settings: Settings, desk: Desk) -> Agenda:
    """Find what is due; where the folder is as it was left, by what has changed since."""
    articles, survey = _identities(rows), desk.survey
    # An index of all texts depends on every page, so that each must be looked at.
    if survey.intact and settings.search != "full-text":
        agenda = follow_up(outline, articles, survey.pages.names, desk.memo)
        if agenda:
            return agenda
    return draw_up(outline, recall_lines(desk.memo), articles, desk.memo)


def _publish_anew(
    desk: Desk, shared: _Shared, rows: Sequence[Row], fresh: Mapping[str, Article], identity: str
) -> Site:
    """Plan the whole site and publish it."""
    from citewell.composing import Parts, compose  # noqa: PLC0415  a changed text needs none of it
    from citewell.gallery import open_darkroom, sweep  # noqa: PLC0415  likewise

    articles = list(_articles(rows, fresh, desk.memo))
    unfinished = [row.path for row in rows if not row.digest]
    parts = Parts(shared.settings, shared.words, shared.glossary, articles, unfinished)
    with open_darkroom(desk.survey.root if desk.options.cache else None) as darkroom:
        composed = compose(identity, parts, darkroom, desk)
        agenda = draw_up(composed.outline, composed.lines, _identities(rows), desk.memo)
        desk.options.lap("plan", "made anew")
        site = _publish(desk, shared, rows, composed.plan, agenda)
        sweep(darkroom, composed.pictures)
    return site


def _publish(desk: Desk, shared: _Shared, rows: Sequence[Row], plan: Plan, agenda: Agenda) -> Site:
    """Render what does not stand, and write the site."""
    outline, due = agenda.outline, agenda.due
    rendered = _render(desk, shared.words, plan, due)
    index = _index(desk, shared.settings, agenda, rendered)
    desk.options.lap("render", f"{len(rendered.outputs)} pages and files")
    problems = _gather(desk, shared, rows, outline, rendered)
    if has_errors(problems):
        desk.memo.commit()
        raise CitewellError(*problems)
    finished: list[Output | Asset] = [*plan.outputs, *plan.copies]
    outputs: list[Finished] = [
        *rendered.outputs,
        *index.outputs,
        *(one for one in finished if one.path in due),
    ]
    written, made, gone = _write(desk, outputs, agenda, index)
    keep_published(agenda, desk.memo)
    desk.options.lap("write", f"{len(written.written)} files, {len(written.removed)} removed")
    return Site(written, problems, outline.bounds, made, gone)


def _write(
    desk: Desk, outputs: Sequence[Finished], agenda: Agenda, index: Index
) -> tuple[Written, dict[str, Known], frozenset[str]]:
    """Write files, and keep what is known of them; return that, and what is there no longer."""
    survey = desk.survey
    identities = {**agenda.identities, **dict.fromkeys(index.paths, index.identity)}
    there = frozenset(survey.pages.names)
    seen = [file.path for file in outputs if file.path in there]
    known = recall_all(Known, "pages", desk.memo, seen)
    kept = frozenset(chain(agenda.paths, index.paths))
    written = write_outputs(outputs, kept, digests(known), survey.output, survey.ours)
    made = _made(survey.output, {file.path: file.sha256 for file in outputs}, identities)
    gone = (there - kept).difference(made)
    keep("pages", made, desk.memo)
    desk.memo.forget("pages", gone)
    return written, made, gone


def _identities(rows: Iterable[Row]) -> dict[str, str]:
    """Return the identities of articles by their files."""
    return {row.path: row.identity for row in rows}


def _render(desk: Desk, words: Words, plan: Plan, due: Collection[str]) -> Rendered:
    sources, unread = read_texts(desk.survey.inventory.templates.values())
    if unread:
        return Rendered([], unread)
    templates = {source.path.removeprefix("templates/"): source for source in sources}
    codes, unnamed = _codes(templates, desk.memo)
    said = recall(dict[str, str], "lists", _SAID, desk.memo) or {}
    rendered = render_plan(plan, due, Theme(templates, codes, words, said), desk)
    _keep_said(said, rendered.said, desk.memo)
    unused = find_unused_templates(desk.survey.inventory, unnamed, desk.survey.root)
    return Rendered(rendered.outputs, [*rendered.problems, *unused])


def _keep_said(known: Mapping[str, str], found: Mapping[str, str], memo: Memo) -> None:
    """Remember sayings; after so many, those alone that this build found."""
    if found:
        some = {} if len(known) > _MOST_SAID else known
        keep("lists", {_SAID: {**some, **found}}, memo)


def _codes(templates: Mapping[str, Source], memo: Memo) -> tuple[Codes, Collection[str]]:
    """Return the templates compiled, out of the memo where they are as they were.

    With them come the names of those that no template names.
    """
    identity = identify([(name, source.text) for name, source in templates.items()])
    kept = recall_made(tuple[Codes, list[str]], "templates", identity, memo)
    if kept is None:
        codes, unnamed = compile_templates(templates)
        kept = codes, sorted(unnamed)
        keep_made("templates", identity, kept, memo)
    return cast("tuple[Codes, list[str]]", kept)


def _index(desk: Desk, settings: Settings, agenda: Agenda, rendered: Rendered) -> Index:
    """Return the index for the full-text search, where the site wants one."""
    if settings.search != "full-text" or has_errors(rendered.problems):
        return NO_INDEX
    texts = {
        path: agenda.identities[path]
        for path, line in agenda.lines.items()
        if line.shows and path.endswith(".html")
    }
    return index_texts(texts, rendered.outputs, settings.lang, desk.survey, desk.memo)


def _gather(
    desk: Desk, shared: _Shared, rows: Iterable[Row], outline: Outline, rendered: Rendered
) -> tuple[Problem, ...]:
    """Return all problems in the order of their addresses, each once."""
    hidden = outline.bounds.left_out
    doubts = [fault for row in rows if row.path not in hidden for fault in row.problems]
    listed = desk.survey.inventory.problems
    plates = (*outline.problems, *rendered.problems)
    return tuple(sorted({*listed, *shared.faults, *shared.slips, *doubts, *plates}))


def _identity(survey: Survey, options: Options, rows: Iterable[Row]) -> str:
    """Return what stands for all that the plan of the site is made from."""
    texts = {file.name for file in (*survey.inventory.posts, *survey.inventory.pages)}
    files = [(name, survey.files[name].digest) for name in survey.files.keys() - texts]
    articles = identify_all({row.path: row.digest for row in rows})
    asked = (options.today.isoformat(), options.drafts, options.future)
    return identify(sorted(files), articles, *asked)


def _read_shared(inventory: Inventory, source: Source, memo: Memo) -> _Shared:
    """Read what all posts share; `source` is the file of the settings."""
    settings, marked = _settings(source, memo)
    references, faults = _references(inventory, settings.lang, memo)
    words, slips = _words(inventory, memo)
    glossary, misread = _glossary(inventory, memo)
    return _Shared(
        settings, references, words, glossary, tuple(faults), (*marked, *slips, *misread)
    )


def _settings(source: Source, memo: Memo) -> _Set:
    """Return the settings and what is doubtful in them, out of the memo if their file is as it was.

    Raises `CitewellError` with all faults of the file.
    """
    identity = identify(source.text)
    if kept := recall_made(_Set, "settings", identity, memo):
        return cast("_Set", kept)
    from citewell.settings import find_marked, parse_settings  # noqa: PLC0415  most edits need none

    made = parse_settings(source), tuple(find_marked(source))
    keep_made("settings", identity, made, memo)
    return made


def _words(inventory: Inventory, memo: Memo) -> tuple[Words, list[Problem]]:
    """Return what the theme says, out of the memo where it is as it was, and slips in its files."""
    sources, problems = read_texts(inventory.words)
    identity = identify([(source.path, source.text) for source in sources])
    if kept := recall_made(Words, "words", identity, memo):
        return kept, problems
    from citewell.wordlists import parse_words  # noqa: PLC0415  as for the settings

    words, faults = parse_words(sources)
    if not faults:
        keep_made("words", identity, words, memo)
    return words, problems + faults


def _glossary(inventory: Inventory, memo: Memo) -> tuple[Glossary, list[Problem]]:
    """Return the terms that the site explains; with a fault in their file there are none."""
    sources, problems = read_texts(inventory.glossary)
    if not sources:
        return Glossary(), problems
    identity = identify(sources[0].text)
    if kept := recall_made(Glossary, "glossary", identity, memo):
        return kept, problems
    from citewell.glossary import parse_glossary  # noqa: PLC0415  as for the settings

    try:
        glossary = parse_glossary(sources[0])
    except CitewellError as error:
        return Glossary(), [*problems, *error.problems]
    keep_made("glossary", identity, glossary, memo)
    return glossary, problems


def _references(inventory: Inventory, language: str, memo: Memo) -> tuple[_Holdings, list[Problem]]:
    """Return the references of each file, in the language of the site, by path."""
    sources, problems = read_texts(inventory.references)
    identity = identify(language, [(source.path, source.text) for source in sources])
    if not sources:
        return {}, problems
    if kept := recall_made(_Holdings, "references", identity, memo):
        return kept, problems
    files, faults = _parse_references(sources, language)
    if not faults:
        keep_made("references", identity, files, memo)
    return files, problems + faults


def _parse_references(sources: Iterable[Source], language: str) -> tuple[_Holdings, list[Problem]]:
    from citewell.references import parse_references  # noqa: PLC0415  as for the settings

    files: _Holdings = {}
    problems: list[Problem] = []
    for source in sources:
        try:
            files[source.path] = parse_references(source, language)
        except CitewellError as error:
            files[source.path] = ()
            problems.extend(error.problems)
    return files, problems


def _tasks(survey: Survey, settings: Settings) -> Iterator[tuple[File, Kind, str]]:
    """Yield each post and page, and the identity that covers all that its article is made from."""
    inventory, files = survey.inventory, survey.files
    files_of_all = (
        *(*inventory.references, *inventory.styles),
        *(*inventory.words, *inventory.glossary),
    )
    shared = [(file.name, files[file.name].digest) for file in files_of_all]
    author, hosts = encode(settings.author), settings.allow_hosts
    site = (settings.title, settings.url, author, settings.lang, hosts)
    common = identify(site, settings.csl.name, shared)
    rooms: tuple[tuple[Kind, Sequence[File]], ...] = (
        ("post", inventory.posts),
        ("page", inventory.pages),
    )
    for kind, room in rooms:
        for file in room:
            yield file, kind, common + files[file.name].digest


def _make_articles(
    desk: Desk, shared: _Shared, source: Source
) -> tuple[list[Row], dict[str, Article]]:
    """Make the articles that are not remembered, and remember them.

    Returns what is known of all, in the order of their files, and those just made by their file.
    """
    memo = desk.memo
    tasks = list(_tasks(desk.survey, shared.settings))
    kept = recall(list[Row], "lists", _ARTICLES, memo) or []
    known = {row.path: row for row in kept}
    _forget_articles(known.keys() - {file.name for file, _, _ in tasks}, memo)
    missing = [
        Task(file, kind, identity)
        for file, kind, identity in tasks
        if file.name not in known or known[file.name].identity != identity
    ]
    maker = _maker(desk.survey, shared, source)
    fresh: dict[str, Article] = {}
    made = 0
    for batch in desk.crew.map(maker.begin, _known(missing, memo), len(missing)):
        known |= {row.path: row for row in _keep_articles(batch, memo)}
        fresh |= {one.path: one.article for one in batch if one.article}
        made += len(batch)
        desk.options.tell("posts", made, len(missing))
    rows = [known[file.name] for file, _, _ in tasks]
    if rows != kept:
        # One with errors is made again; that it was there must be known when it goes.
        good = [row if row.digest else Row(row.path, "", "", ()) for row in rows]
        keep("lists", {_ARTICLES: good}, memo)
    return rows, fresh


def _maker(survey: Survey, shared: _Shared, source: Source) -> Maker:
    terms, whole = index_terms(shared.glossary), not shared.faults
    common = shared.settings, shared.references, shared.words, whole, terms
    own = [(file.name, survey.files[file.name].digest) for file in survey.inventory.styles]
    return Maker(survey.root, source, *common, styles=identify(own))


def _known(tasks: Iterable[Task], memo: Memo) -> Iterator[Task]:
    """Yield tasks with the steps that were reached the last time."""
    for task in tasks:
        yield replace(task, known=recall(Steps, "steps", task.file.name, memo))


def _forget_articles(gone: Collection[str], memo: Memo) -> None:
    for table in _OF_ARTICLES:
        memo.forget(table, gone)


def _keep_articles(batch: Sequence[Made], memo: Memo) -> Iterator[Row]:
    """Remember what was made of articles, and yield their rows; of errors nothing is kept."""
    facts = {one.path: encode(one.article) for one in batch if one.article}
    digests = {path: identify(text) for path, text in facts.items()}
    memo.keep_texts("facts", facts)
    keep("contents", {one.path: one.contents for one in batch if one.article}, memo)
    keep("steps", {one.path: one.steps for one in batch if one.article}, memo)
    for one in batch:
        yield Row(one.path, one.identity, digests.get(one.path, ""), one.problems)


def _articles(rows: Iterable[Row], fresh: Mapping[str, Article], memo: Memo) -> Iterator[Article]:
    """Yield all articles, the remembered ones out of the memo."""
    good = [row.path for row in rows if row.digest]
    facts = memo.texts("facts") if len(fresh) < len(good) else {}
    with damage_noticed():
        for path in good:
            yield fresh[path] if path in fresh else decode(Article, facts[path])


def _made(output: Path, made: Mapping[str, str], identities: Mapping[str, str]) -> dict[str, Known]:
    """Return what is known of files just made; `made` are their SHA-256 by path."""
    now = time.time_ns()
    return {
        file.name: Known(
            file.stamp,
            made[file.name],
            is_settled(file.stamp, now),
            identities.get(file.name, ""),
        )
        for file in list_output(output, made).files(output)
    }
