"""Files to articles: read, parse and cite, post by post, each with the problems that it has.

Between `cite` and `stages`. A `Maker` holds all that posts have in common, and can be sent to
another process; it opens each style once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache, partial
from pathlib import Path

from citewell import csl
from citewell.cite import About, Cited, cite_post
from citewell.disk import File
from citewell.glossing import NO_TERMS, Index
from citewell.inspection import check_text
from citewell.load import read_text
from citewell.model import Article, Contents, Key, Kind, Post, Reference, Settings, Source
from citewell.parse import parse_post
from citewell.problems import CitewellError, Problem, did_you_mean
from citewell.record import Record, Scratch, field
from citewell.references import Library, merge
from citewell.survey import has_moved_on
from citewell.words import Words

SHARED = "content/references."


class Task(Record, frozen=True):
    """A file to be made into an article, and what stands for all that it is made from."""

    file: File
    kind: Kind
    identity: str


class Made(Record, frozen=True):
    """What came of a file: an article with its contents, unless it has errors.

    `identity` stands for all that they were made from, and is empty where that is not sure.
    """

    path: str
    identity: str
    article: Article | None
    contents: Contents | None
    problems: tuple[Problem, ...]


class Maker(Record, frozen=True):
    """Makes articles. `files` are the references of each file of `content/`, by its path.

    `whole` tells whether all of them could be read; `terms` are those of the glossary.

    `root/styles` and `root/locales` are looked into for files of CSL before the packages.
    """

    root: Path
    settings_source: Source
    settings: Settings
    files: Mapping[str, tuple[Reference, ...]]
    words: Words
    whole: bool = True
    terms: Index = NO_TERMS

    def begin(self) -> Callable[[Iterable[Task]], list[Made]]:
        """Return what reads files and makes their articles; an error of one stays with it."""
        return partial(self._make_all, styles=_Styles(self.root))

    def _make_all(self, tasks: Iterable[Task], styles: _Styles) -> list[Made]:
        return [self._make(task, styles) for task in tasks]

    def _make(self, task: Task, styles: _Styles) -> Made:
        doubts: tuple[Problem, ...] = ()
        try:
            source = read_text(task.file)
            post = parse_post(source, task.kind)
            doubts = post.problems
            # What was saved since it was listed must not be remembered as what was listed.
            identity = "" if has_moved_on(task.file) else task.identity
            cited = self._cite(post, source, styles)
            check_text(cited.contents, source, self.settings)
        except CitewellError as error:
            return Made(task.file.name, "", None, None, (*doubts, *error.problems))
        problems = (*doubts, *cited.problems)
        return Made(task.file.name, identity, cited.article, cited.contents, problems)

    def _cite(self, post: Post, source: Source, styles: _Styles) -> Cited:
        own, blamed = post.meta.csl, source
        language = post.meta.lang or self.settings.lang
        if own is None:
            own, blamed = self.settings.csl, self.settings_source
        style = styles.open(own, blamed, language)
        about = About(self.settings, self.words, self.whole, self.terms)
        return cite_post(post, source, self._library(post, source), style, about)

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


class _Styles(Scratch):
    """The styles that posts ask for, each opened once."""

    root: Path
    opened: dict[tuple[str, str], csl.Style] = field(default_factory=dict)

    def open(self, name: Key, source: Source, language: str) -> csl.Style:
        """Return a style in a language; `source` is where its name was written."""
        wanted = (name.name, language)
        if wanted not in self.opened:
            try:
                self.opened[wanted] = self._load(name.name, language)
            except csl.CslError as error:
                raise CitewellError(self._problem(name, source, error)) from None
        return self.opened[wanted]

    def _load(self, name: str, language: str) -> csl.Style:
        folder, _, file = name.rpartition("/")
        # Files anywhere else are not watched for changes, nor would they come with the site.
        if folder not in {"", "styles"}:
            raise csl.CslError(f"there is no style called {name}; put its file into styles/")
        wanted = file.removesuffix(".csl")
        own = self.root / "styles", self.root / "locales"
        if not any(room.is_dir() for room in own):
            return _packaged_style(wanted, language)
        return csl.load_style(wanted, language, own[:1], own[1:])

    def _problem(self, name: Key, source: Source, error: csl.CslError) -> Problem:
        """Blame the style's own file where it is the writer's, else the name of the style."""
        file = f"styles/{Path(name.name).name.removesuffix('.csl')}.csl"
        if error.line and (self.root / file).is_file():
            return Problem(file, error.line, 0, error.message)
        message, _, hint = error.message.partition("; ")
        return source.problem(name.span, message, hint)


@lru_cache(maxsize=8)
def _packaged_style(name: str, language: str) -> csl.Style:
    """Return a style of the packages: these stay as they are while a process runs."""
    return csl.load_style(name, language)
