"""The nouns of citewell: what is handed from stage to stage, and hardly any logic.

    load -> parse -> cite -> plan -> render -> write
    Sources Post     Article Plan    Output   Report

All are frozen; a stage builds new values and never mends old ones. Knows nothing of YAML, Markdown,
templates or the disk.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from citewell.persons import NO_CONTACT, NOBODY, Contact, Credential, Crisis, Person
from citewell.problems import CitewellError, Level, Place, Problem
from citewell.record import Record, field

Kind = Literal["post", "page"]
Search = Literal["summaries", "full-text"]
Status = Literal["", "retracted", "superseded", "corrected"]
STATUSES: tuple[Status, ...] = ("retracted", "superseded", "corrected")


class Html(str):
    """Text that is HTML already; a template prints it as it is."""

    __slots__ = ()

    def __html__(self) -> str:
        """Tell a template engine that nothing is left to escape."""
        return str(self)


class Span(Record, frozen=True):
    """Where something stands in a source: offsets in characters, the end not included."""

    start: int
    end: int


class Source(Record, frozen=True):
    """A file of the writer or the designer.

    `path` is relative to the site's folder, with `/`; lines end with a line feed alone, and
    there is no byte order mark.
    """

    path: str
    text: str

    def locate(self, offset: int) -> tuple[int, int]:
        """Return line and column, both from 1, of an offset."""
        start = self.text.rfind("\n", 0, offset) + 1
        return self.text.count("\n", 0, offset) + 1, offset - start + 1

    def place(self, span: Span) -> Place:
        """Return the address of the span, at most to the end of its first line."""
        line, column = self.locate(span.start)
        start = span.start - column + 1
        end = self.text.find("\n", span.start)
        excerpt = self.text[start : len(self.text) if end < 0 else end]
        length = max(1, min(span.end, start + len(excerpt)) - span.start)
        return Place(self.path, line, column, length, excerpt)

    def problem(
        self, span: Span, message: str, hint: str = "", level: Level = Level.ERROR
    ) -> Problem:
        """Return a problem with the address of the span."""
        return self.place(span).problem(message, hint, level)

    def error(self, span: Span, message: str, hint: str = "") -> CitewellError:
        """Return the exception with one problem at the span, ready to be raised."""
        return CitewellError(self.problem(span, message, hint))


class Asset(Record, frozen=True):
    """A file that is copied as it is: where it goes, where it is, and what problems call it."""

    path: str
    origin: Path
    name: str
    size: int
    sha256: str


class Copy(Record, frozen=True):
    """A file of a picture: where it goes and where it is, its size in pixels."""

    asset: Asset
    width: int
    height: int


class Picture(Record, frozen=True):
    """A picture that a text may show: all of it, and narrower copies, the narrowest first.

    `webp` are copies in WebP, where that is smaller.
    """

    whole: Copy
    copies: tuple[Copy, ...] = ()
    webp: tuple[Copy, ...] = ()


class Assets(Record, frozen=True):
    """The files of a site, by their path in the folder that they come from.

    All are copied as they are, but for `sheets`, the style sheets and scripts of `static/`.
    `pictures` are what is made of those images whose size is known, by their path in the site.
    """

    static: Mapping[str, Asset]
    images: Mapping[str, Asset]
    downloads: Mapping[str, Asset]
    sheets: Mapping[str, Output] = field(default_factory=dict)
    pictures: Mapping[str, Picture] = field(default_factory=dict)


class Target(Record, frozen=True):
    """The address of a link or picture inside the site, as the writer wrote it.

    For a picture, `tag` is the tag that shows it, the address left out: `<img alt="A chair">`.
    """

    address: str
    place: Place
    tag: str = ""


Text = tuple[str | Target, ...]
"""HTML in pieces: ready text, addresses to be resolved, and pictures to be shown."""


class Menu(Record, frozen=True):
    """An entry of the navigation, or one way to follow the author."""

    title: str
    url: str
    place: Place


class Key(Record, frozen=True):
    """A word of the front matter that names something, and where it stands."""

    name: str
    span: Span


class Settings(Record, frozen=True):
    """`content/site.yaml`."""

    title: str
    tagline: str = ""
    description: str = ""
    url: str = ""
    lang: str = "en"
    author: Person = NOBODY
    csl: Key = Key("apa", Span(0, 0))
    menu: tuple[Menu, ...] = ()
    follow: tuple[Menu, ...] = ()
    posts_per_page: int = 10
    footer: Text = ()
    crisis: Crisis | None = None
    disclaimer: Text = ()
    credentials: tuple[Credential, ...] = ()
    contact: Contact = NO_CONTACT
    leave: str = ""
    allow_hosts: tuple[str, ...] = ()
    search: Search = "summaries"


class Reference(Record, frozen=True):
    """A source that can be cited: its key and its CSL variables (CSL 1.0.2, appendix IV).

    `line` is where the key stands in the file `path`, from 1. `archived` is the address of a copy
    that stays; `status` is empty, or says that the source should not be relied on as it is.
    """

    key: str
    item: Mapping[str, Any]
    path: str
    span: Span
    line: int = 0
    archived: str = ""
    status: Status = ""


class DownloadLink(Record, frozen=True):
    """One place to get a download from."""

    title: str
    url: str


class Download(Record, frozen=True):
    """A program or a handout that a post offers: by links, by a file in `content/downloads/`."""

    title: str
    description: str
    links: tuple[DownloadLink, ...]
    file: str
    place: Place


class Change(Record, frozen=True):
    """What became different in a post after it was published, and when."""

    date: dt.date
    text: str


class Review(Record, frozen=True):
    """How often a post is to be reviewed, in months, and where that is written."""

    months: int
    place: Place


class FrontMatter(Record, frozen=True):
    """The fields at the head of a post or page."""

    title: str
    date: dt.date | None = None
    updated: dt.date | None = None
    tags: tuple[Key, ...] = ()
    featured: bool = False
    draft: bool = False
    summary: str = ""
    description: str = ""
    author: Person = NOBODY
    slug: str = ""
    aliases: tuple[Key, ...] = ()
    lang: str = ""
    csl: Key | None = None
    bibliography: tuple[Key, ...] = ()
    references: tuple[Reference, ...] = ()
    nocite: tuple[Key, ...] = ()
    downloads: tuple[Download, ...] = ()
    series: str = ""
    reviewed: dt.date | None = None
    reviewed_by: str = ""
    review_every: Review | None = None
    changes: tuple[Change, ...] = ()
    content_note: str = ""
    summary_plain: str = ""
    handout: bool = False
    image: Target | None = None
    glossary: bool = True


class Head(Record, frozen=True):
    """The front matter of a post or page, and what is doubtful in it.

    `identity` stands for the words that it was read from, and their place.
    """

    identity: str
    meta: FrontMatter
    problems: tuple[Problem, ...] = ()


class CiteItem(Record, frozen=True):
    """One source in a citation.

    Affixes are the writer's words, spaces included. A locator is still part of the suffix: which
    words name a page or a chapter depends on the language, which is known when it is cited.
    """

    key: str
    prefix: str = ""
    suffix: str = ""
    suppress_author: bool = False
    span: Span = Span(0, 0)


class Cite(Record, frozen=True):
    """One citation in the text; in a narrative one the first author is part of the sentence."""

    items: tuple[CiteItem, ...]
    narrative: bool
    span: Span


class Call(Record, frozen=True):
    """The mark of a footnote in the text: which of the footnotes it calls, counted from 0."""

    footnote: int


Body = tuple[str | Cite | Call | Target, ...]
"""HTML in pieces: ready text, citations to be filled in, calls, and targets as in a `Text`."""


class Prose(Record, frozen=True):
    """What the writer's Markdown becomes: a text and its footnotes, in the order of their calls.

    `problems` are what is wrong or doubtful in them, `wordless` the addresses of videos, recordings
    and maps of which nobody said what is to be seen.
    """

    body: Body
    footnotes: tuple[Body, ...] = ()
    problems: tuple[Problem, ...] = ()
    wordless: tuple[Span, ...] = ()


class Post(Record, frozen=True):
    """A post or page, read but not yet cited, and what is doubtful in it."""

    path: str
    kind: Kind
    slug: str
    head: Head
    prose: Prose
    problems: tuple[Problem, ...] = ()

    @property
    def meta(self) -> FrontMatter:
        """The fields of its front matter."""
        return self.head.meta


class Entry(Record, frozen=True):
    """One source in a list of references, and the citations (by number, from 1) that lead to it.

    `archived` and `status` are those of the reference.
    """

    key: str
    html: str
    cited: tuple[int, ...]
    archived: str = ""
    status: Status = ""


class Note(Record, frozen=True):
    """A note to a text: its number, what it says, and the ids of the places that call it."""

    number: int
    text: Text
    calls: tuple[str, ...]


class Bibliography(Record, frozen=True):
    """A list of references in the order of its style."""

    entries: tuple[Entry, ...]
    hanging: bool
    columns: bool
    spacing: int


class Contents(Record, frozen=True):
    """What a post or page says, its citations filled in: the part that only its own page shows.

    `items` are the CSL records of the sources that it lists, in the order of the list, with their
    `status` and `archived` if they have them; `own_entry` is how others cite a post itself, in
    the style of the post, and `own` its CSL record.
    """

    text: Text
    notes: tuple[Note, ...] = ()
    bibliography: Bibliography | None = None
    items: tuple[Mapping[str, Any], ...] = ()
    own_entry: str = ""
    own: Mapping[str, Any] | None = None


class Work(Record, frozen=True):
    """A source that an article lists: its key, and what stands for its record and its entry."""

    key: str
    identity: str


class Article(Record, frozen=True):
    """What the rest of the site knows of a post or page.

    `excerpt` is the beginning of its text in plain words, for want of a summary; `targets` are
    the addresses inside the site in the order of its text and its notes. The references themselves
    are not kept; `works` are those that it lists. `terms` are the ids of the terms that its text
    explains.
    """

    path: str
    kind: Kind
    slug: str
    meta: FrontMatter
    excerpt: str
    targets: tuple[Target, ...]
    works: tuple[Work, ...] = ()
    terms: tuple[str, ...] = ()


class Page(Record, frozen=True):
    """A page to be made: where, by which template, showing what.

    `view` maps the names that the template sees to the objects of `views`. `owner` is the file the
    page is made for, or its name in words. Where the page shows an article, `shows` is the
    file of that, and `links` are what its targets mean, as HTML, written as this page must.
    """

    path: str
    template: str
    view: Mapping[str, Any]
    owner: str
    shows: str = ""
    links: tuple[str, ...] = ()


class Output(Record, frozen=True):
    """A finished file: its path in the output folder, its bytes and their SHA-256."""

    path: str
    data: bytes
    sha256: str

    @classmethod
    def of(cls, path: str, data: bytes) -> Output:
        """Make the output that holds these bytes."""
        return cls(path, data, hashlib.sha256(data).hexdigest())

    @property
    def size(self) -> int:
        """Its length in bytes."""
        return len(self.data)


class Proof(Record, frozen=True):
    """A finished file that waits outside the site: where it goes, and where it is."""

    path: str
    place: str
    size: int
    sha256: str


class FeedEntry(Record, frozen=True):
    """A post for a feed: its own path, its facts, its targets as HTML with whole addresses."""

    url: str
    article: Article
    links: tuple[str, ...]


class Feed(Record, frozen=True):
    """An Atom feed to be made: its path, and the path of the page it belongs to.

    `care` is HTML that follows each of its posts.
    """

    path: str
    home: str
    title: str
    care: str
    entries: tuple[FeedEntry, ...]


class Export(Record, frozen=True):
    """A post and its sources for reference managers: a path, whose end tells the format."""

    path: str
    shows: str


class Plan(Record, frozen=True):
    """Every file of the finished site, before any is made.

    `site` is the view that all pages share, `library` the shelf of all sources, `names` the paths
    of the files of `static/` by their own names.
    """

    settings: Settings
    site: Any
    pages: tuple[Page, ...]
    feeds: tuple[Feed, ...]
    exports: tuple[Export, ...]
    library: Any
    names: Mapping[str, str]
    outputs: tuple[Output, ...]
    copies: tuple[Asset, ...]
    problems: tuple[Problem, ...] = ()
