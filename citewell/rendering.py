"""A plan to finished pages, feeds and files, by several processes where that pays.

Part of `stages`. What stands together is rendered together: an article's page and its files of
sources, a feed. The contents of articles come from the memo, as text, and are decoded where they
are needed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cached_property, partial
from itertools import chain
from typing import Any

from citewell.desk import Desk
from citewell.exports import FORMATS
from citewell.feedposts import Voice
from citewell.feeds import FEED_LENGTH, render_atom, render_json_feed
from citewell.inspection import check_page
from citewell.library import Holding, Shelf, gather_holdings, view_library
from citewell.memo import Memo, damage_noticed
from citewell.model import Contents, Export, Feed, Output, Page, Plan, Proof, Settings, Source
from citewell.pages import fill_in, fill_library
from citewell.plain import decode
from citewell.problems import CitewellError, Problem
from citewell.record import Record, field
from citewell.render import Codes, open_templates, render_page
from citewell.sayings import Sayings
from citewell.views import SiteView
from citewell.words import Words
from citewell.write import lay_by

# A page takes about a third of the time of a post.
_WORTH_A_PROCESS = 180
# A feed holds as much as many pages.
_BATCH_OF_FEEDS = 2


class Rendered(Record, frozen=True):
    """Pages, feeds and files, what is wrong with the templates, each fault once; new sayings."""

    outputs: list[Proof]
    problems: list[Problem]
    said: Mapping[str, str] = field(default_factory=dict)


class Sheet(Record, frozen=True):
    """What is rendered together; `texts` are the contents of its articles as JSON, by file."""

    page: Page | None
    feed: Feed | None
    exports: tuple[Export, ...]
    texts: Mapping[str, str]


class Theme(Record, frozen=True):
    """The templates by their names, compiled too, the words that they say, and known sayings."""

    sources: Mapping[str, Source]
    codes: Codes
    words: Words
    said: Mapping[str, str]


class Press(Record, frozen=True):
    """All that sheets have in common."""

    theme: Theme
    names: Mapping[str, str]
    settings: Settings
    site: SiteView
    tray: str

    def begin(self) -> Callable[[Iterable[Sheet]], list[Rendered]]:
        """Return what renders sheets, its templates opened."""
        theme, sayings = self.theme, Sayings(dict(self.theme.said))
        codes = dict(theme.codes)
        environment = open_templates(theme.sources, theme.words, self.names, codes, sayings)

        def render(page: Page) -> Output:
            output = render_page(page, environment, theme.sources)
            check_page(output, page, self.settings)
            return output

        return lambda sheets: [self._render(sheet, render, sayings) for sheet in sheets]

    def _render(self, sheet: Sheet, render: Callable[[Page], Output], sayings: Sayings) -> Rendered:
        contents = {path: _contents(text) for path, text in sheet.texts.items()}
        outputs, problems = list[Output](), list[Problem]()
        if page := sheet.page:
            try:
                outputs.append(render(fill_in(page, contents[page.shows]) if page.shows else page))
            except CitewellError as error:
                problems.extend(error.problems)
        if feed := sheet.feed:
            write = render_json_feed if feed.path.endswith(".json") else render_atom
            outputs.append(write(feed, self.site, contents, self._voice(sayings)))
        for each in sheet.exports:
            outputs.append(_export(each.path, _taken_along(contents[each.shows])))
        proofs = [lay_by(output, self.tray) for output in outputs]
        return Rendered(proofs, problems, sayings.take_found())

    def _voice(self, sayings: Sayings) -> Voice:
        return Voice(
            partial(self.theme.words.say, plural_form=sayings.plural_form),
            partial(sayings.day, form="long"),
        )


def render_plan(plan: Plan, due: Collection[str], theme: Theme, desk: Desk) -> Rendered:
    """Render those pages, feeds and files of a plan whose paths are due."""
    press = Press(theme, plan.names, plan.settings, plan.site, desk.tray)
    library = _Library(plan.library, desk.memo)
    pages = [page for page in plan.pages if page.path in due]
    feeds = [feed for feed in plan.feeds if feed.path in due]
    rendered: list[Rendered] = []
    batches = chain(
        desk.crew.map(
            press.begin,
            _sheets(pages, [each for each in plan.exports if each.path in due], library),
            len(pages),
            worth=_WORTH_A_PROCESS,
        ),
        desk.crew.map(
            press.begin,
            (Sheet(None, feed, (), _texts(_shown(feed), desk.memo)) for feed in feeds),
            len(feeds),
            batch=_BATCH_OF_FEEDS,
            worth=_WORTH_A_PROCESS // FEED_LENGTH,
        ),
    )
    for batch in batches:
        rendered += batch
        desk.options.tell("pages", len(rendered), len(pages) + len(feeds))
    outputs = [output for each in rendered for output in each.outputs]
    files = (library.export(path) for path in plan.library.files if path in due)
    outputs += [lay_by(file, desk.tray) for file in files]
    faults = {_gist(fault): fault for each in reversed(rendered) for fault in each.problems}
    said = {question: answer for each in rendered for question, answer in each.said.items()}
    return Rendered(outputs, list(faults.values()), said)


def _sheets(pages: Iterable[Page], exports: Iterable[Export], library: _Library) -> Iterator[Sheet]:
    """Yield pages, each with its files; what they show is taken from the memo, and the library."""
    files: dict[str, list[Export]] = {}
    for export in exports:
        files.setdefault(export.shows, []).append(export)
    for page in pages:
        whole = library.fill(page) if page.template == "library.html" else page
        own = tuple(files.pop(page.shows, ()))
        shown = [page.shows] if page.shows else []
        yield Sheet(whole, None, own, _texts(shown, library.memo))
    for file, others in files.items():
        yield Sheet(None, None, tuple(others), _texts([file], library.memo))


def _shown(feed: Feed) -> list[str]:
    return [entry.article.path for entry in feed.entries]


def _texts(articles: Iterable[str], memo: Memo) -> dict[str, str]:
    return {path: memo.needed("contents", path) for path in articles}


def _contents(text: str) -> Contents:
    with damage_noticed():
        return decode(Contents, text)


def _taken_along(contents: Contents) -> Iterator[Mapping[str, Any]]:
    """Yield the record of a post, and those of the sources of a post or page."""
    if contents.own:
        yield contents.own
    yield from contents.items


def _export(path: str, items: Iterable[Mapping[str, Any]]) -> Output:
    """Render sources as the file of this path, in the format that its name ends with."""
    return Output.of(path, FORMATS[path.rpartition(".")[2]](items).encode("utf-8"))


def _gist(fault: Problem) -> tuple[str, int, str]:
    """Return what makes a fault of many pages one."""
    return fault.path, fault.line, fault.message


class _Library(Record, frozen=True, dict=True):
    """The library, gathered from the memo when it is first asked for."""

    shelf: Shelf
    memo: Memo

    @cached_property
    def holdings(self) -> list[Holding]:
        texts = (self.memo.needed("contents", article.path) for article in self.shelf.articles)
        return gather_holdings(self.shelf, map(_contents, texts))

    def fill(self, page: Page) -> Page:
        """Return a page of the library with what it shows."""
        return fill_library(page, view_library(self.shelf, self.holdings, page.view["page"].url))

    def export(self, path: str) -> Output:
        return _export(path, (holding.item for holding in self.holdings))
