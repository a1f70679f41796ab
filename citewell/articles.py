"""Files to articles: read, parse and cite, post by post, each with the problems that it has.

Between `cite` and `stages`. A `Maker` holds all that posts have in common, and can be sent to
another process; it opens each style once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from citewell.cite import About, Cited, cite_post
from citewell.disk import File
from citewell.glossing import NO_TERMS, Index
from citewell.holdings import Library, merge
from citewell.identity import identify
from citewell.inspection import check_text
from citewell.load import read_text
from citewell.manuscript import Manuscript, Press, Print
from citewell.model import Article, Contents, Head, Key, Kind, Post, Reference, Settings, Source
from citewell.parse import parse_post
from citewell.problems import CitewellError, Problem, did_you_mean
from citewell.record import Record
from citewell.survey import has_moved_on
from citewell.words import Words

if TYPE_CHECKING:
    from citewell.printing import Styles

SHARED = "content/references."


class Steps(Record, frozen=True):
    """What was reached on the way to an article, and serves again where its own words are the same.

    The front matter that was read, and what was printed of the citations.
    """

    head: Head
    printed: Print


class Task(Record, frozen=True):
    """A file to be made into an article, and what stands for all that it is made from.

    `known` are the steps of the last time.
    """

    file: File
    kind: Kind
    identity: str
    known: Steps | None = None


class Made(Record, frozen=True):
    """What came of a file: an article with its contents, unless it has errors.

    `identity` stands for all that they were made from, and is empty where that is not sure.
    """

    path: str
    identity: str
    article: Article | None
    contents: Contents | None
    steps: Steps | None
    problems: tuple[Problem, ...]


class Maker(Record, frozen=True):
    """Makes articles. `files` are the references of each file of `content/`, by its path.

    `whole` tells whether all of them could be read; `terms` are those of the glossary.

    `root/styles` and `root/locales` are looked into for files of CSL before the packages; `styles`
    stands for what lies there.
    """

    root: Path
    settings_source: Source
    settings: Settings
    files: Mapping[str, tuple[Reference, ...]]
    words: Words
    whole: bool = True
    terms: Index = NO_TERMS
    styles: str = ""

    def begin(self) -> Callable[[Iterable[Task]], list[Made]]:
        """Return what reads files and makes their articles; an error of one stays with it."""
        return partial(self._make_all, printer=_Printer(self.root))

    def _make_all(self, tasks: Iterable[Task], printer: _Printer) -> list[Made]:
        return [self._make(task, printer) for task in tasks]

    def _make(self, task: Task, printer: _Printer) -> Made:
        doubts: tuple[Problem, ...] = ()
        try:
            source = read_text(task.file)
            post = parse_post(source, task.kind, task.known.head if task.known else None)
            doubts = post.problems
            # What was saved since it was listed must not be remembered as what was listed.
            identity = "" if has_moved_on(task.file) else task.identity
            printed = task.known.printed if task.known else None
            cited = self._cite(post, source, self._press(post, source, printed, printer))
            check_text(cited.contents, source, self.settings)
        except CitewellError as error:
            return Made(task.file.name, "", None, None, None, (*doubts, *error.problems))
        problems = (*doubts, *cited.problems)
        steps = Steps(post.head, cited.printed)
        return Made(task.file.name, identity, cited.article, cited.contents, steps, problems)

    def _cite(self, post: Post, source: Source, press: Press) -> Cited:
        about = About(self.settings, self.words, self.whole, self.terms)
        return cite_post(post, source, self._library(post, source), press, about)

    def _press(self, post: Post, source: Source, known: Print | None, printer: _Printer) -> Press:
        """Return what prints the citations of a post in its style, or finds them printed."""
        own, blamed = post.meta.csl, source
        language = post.meta.lang or self.settings.lang
        if own is None:
            own, blamed = self.settings.csl, self.settings_source

        def press(manuscript: Manuscript) -> Print:
            identity = identify(own.name, language, self.styles, manuscript.identity)
            if known and known.identity == identity:
                return known
            return printer.print(manuscript, own, blamed, language, identity)

        return press

    def _library(self, post: Post, source: Source) -> Library:
        """Return all that a post may cite: its own references, its files', the shared ones."""
        shared = [entries for path, entries in self.files.items() if path.startswith(SHARED)]
        named = self._named(post.meta.bibliography, source)
        return merge(post.meta.references, *shared, *named)

    def _named(self, names: Iterable[Key], source: Source) -> Iterator[tuple[Reference, ...]]:
        """Yield the references of the files that a post names."""
        problems = []
        for key in names:
            path = f"content/{key.name.removeprefix('content/')}"
            if path in self.files:
                yield self.files[path]
            else:
                known = [path.removeprefix("content/") for path in self.files]
                hint = did_you_mean(key.name, known) or "put the file into the folder content/"
                message = f"there is no file of references '{key.name}' in content/"
                problems.append(source.problem(key.span, message, hint))
        if problems:
            raise CitewellError(*problems)


class _Printer(Record, frozen=True, dict=True):
    """The citation engine with the styles of a site, loaded when something is to be printed."""

    root: Path

    @cached_property
    def _styles(self) -> Styles:
        from citewell.printing import Styles  # noqa: PLC0415  a text whose citations stay needs none

        return Styles(self.root)

    def print(
        self, manuscript: Manuscript, name: Key, source: Source, language: str, identity: str
    ) -> Print:
        """Print a manuscript in the style of a name that was written in a source."""
        from citewell.printing import print_manuscript  # noqa: PLC0415  likewise

        return print_manuscript(manuscript, self._styles.open(name, source, language), identity)
