"""Small sites for tests: from texts to articles and plans, to finished folders, and to links."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from citewell import csl
from citewell.cite import About, cite_post
from citewell.glossary import parse_glossary
from citewell.glossing import index_terms
from citewell.holdings import merge
from citewell.job import Options, Report
from citewell.manuscript import Manuscript, Print
from citewell.model import Article, Asset, Assets, Contents, Kind, Plan, Source
from citewell.parse import parse_post
from citewell.pipeline import build
from citewell.plan import Frame, plan_site
from citewell.printing import print_manuscript
from citewell.settings import parse_settings
from citewell.wordlists import parse_words
from citewell.words import Words

ROOT = Path(__file__).parent.parent
TODAY = dt.date(2026, 11, 24)
SETTINGS = "title: A site\nurl: https://example.org/blog/\n"
_VOID = frozenset(
    {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
)
_LINKS = ("href", "src", "data-index")


def text_of(body: str = "Text.", **fields: object) -> str:
    """Return a post as its author would write it; JSON is YAML too."""
    shown = {"title": "A post", **fields}
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in shown.items()
        if value is not None
    ]
    return "\n".join(["---", *lines, "---", body, ""])


def post_of(body: str = "Text.", **fields: object) -> str:
    """Return a post with a day."""
    return text_of(body, **{"date": "2020-01-01", **fields})


def _words() -> Words:
    files = sorted((ROOT / "templates" / "words").glob("*.yaml"))
    words, problems = parse_words(
        Source(f"templates/words/{file.name}", file.read_text(encoding="utf-8")) for file in files
    )
    assert not problems
    return words


WORDS = _words()


@cache
def _style() -> csl.Style:
    return csl.load_style("apa", "en-GB")


def _press(manuscript: Manuscript) -> Print:
    return print_manuscript(manuscript, _style())


@dataclass(frozen=True)
class Small:
    """A site that was planned: the plan, its articles and their contents by their file."""

    plan: Plan
    articles: Mapping[str, Article]
    contents: Mapping[str, Contents]

    def views(self, path: str) -> Mapping[str, object]:
        """Return what the page at a path shows."""
        return next(page.view for page in self.plan.pages if page.path == path)


def plan_of(
    texts: Mapping[str, str],
    settings: str = SETTINGS,
    *,
    assets: tuple[str, ...] = (),
    terms: str = "",
) -> Small:
    """Plan a site of posts and pages by the path of their file.

    `assets` are files beside them, `terms` is the file of the glossary.
    """
    site = parse_settings(Source("content/site.yaml", settings))
    glossary = parse_glossary(Source("content/glossary.yaml", terms))
    articles: list[Article] = []
    contents: dict[str, Contents] = {}
    for path, text in texts.items():
        source = Source(path, text)
        kind: Kind = "post" if path.startswith("content/posts/") else "page"
        post = parse_post(source, kind)
        about = About(site, WORDS, terms=index_terms(glossary))
        cited = cite_post(post, source, merge(post.meta.references), _press, about)
        articles.append(cited.article)
        contents[path] = cited.contents
    options = Options(TODAY)
    frame = Frame(site, _assets(assets), WORDS, options, glossary)
    by_file = {article.path: article for article in articles}
    return Small(plan_site(frame, articles), by_file, contents)


def _assets(names: tuple[str, ...]) -> Assets:
    def room(folder: str, to: str) -> dict[str, Asset]:
        inside = [name.removeprefix(folder) for name in names if name.startswith(folder)]
        return {
            name: Asset(f"{to}{name}", Path(name), f"{folder}{name}", 1, "0") for name in inside
        }

    return Assets(
        room("static/", ""),
        room("content/images/", "images/"),
        room("content/downloads/", "downloads/files/"),
        {},
    )


def write_site(root: Path, files: Mapping[str, str | bytes]) -> None:
    """Write the files of a site below a folder."""
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())


def build_site(root: Path, output: Path, *, drafts: bool = False) -> Report:
    """Build a site on a fixed day, in one process, without a memory."""
    return build(root, output, Options(TODAY, drafts=drafts, jobs=1, cache=False))


@dataclass
class Markup(HTMLParser):
    """An HTML page taken apart: its links and ids, and tags that do not match."""

    links: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        facts = {name: value or "" for name, value in attrs}
        self.links += [facts[name] for name in _LINKS if name in facts]
        self.links += [each.split()[0] for each in facts.get("srcset", "").split(", ") if each]
        self.ids += [facts["id"]] if "id" in facts else []
        if facts.get("http-equiv") == "refresh":
            self.links.append(facts["content"].partition("url=")[2])
        if tag not in _VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in _VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open[-1] != tag:
            self.faults.append(f"</{tag}> in <{'<'.join(self._open)}>")
        else:
            self._open.pop()

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read_markup(text: str) -> Markup:
    """Take a page apart; what was never closed is a fault too."""
    page = Markup()
    page.feed(text)
    page.close()
    page.faults += page._open
    return page


def faults_of(output: Path, home: str = "https://example.org/blog/") -> list[str]:
    """Return what is wrong in a finished site: broken links, ids used twice, tags that clash.

    `home` is the site's own address: links that begin at the top of the host are taken from there.
    """
    pages = {
        path.relative_to(output).as_posix(): read_markup(path.read_text(encoding="utf-8"))
        for path in sorted(output.rglob("*.htm*"))
    }
    assert pages, "there is no page"
    return [
        fault for name, page in pages.items() for fault in _faults(name, page, pages, output, home)
    ]


def _faults(
    name: str, page: Markup, pages: Mapping[str, Markup], output: Path, home: str
) -> Iterator[str]:
    yield from (f"{name}: {fault}" for fault in page.faults)
    yield from (f"{name}: id {id_} twice" for id_ in set(page.ids) if page.ids.count(id_) > 1)
    here = home + name.removesuffix("index.html")
    for link in page.links:
        whole = urlsplit(urljoin(here, link))
        if not whole._replace(fragment="").geturl().startswith(home):
            if not urlsplit(link).scheme:
                yield f"{name}: {link} leaves the site"
            continue
        yield from (
            f"{name}: {fault}" for fault in _broken(whole.path, whole.fragment, pages, output, home)
        )


def _broken(
    path: str, place: str, pages: Mapping[str, Markup], output: Path, home: str
) -> Iterator[str]:
    inside = unquote(path.removeprefix(urlsplit(home).path))
    file = f"{inside}index.html" if inside.endswith("/") or not inside else inside
    if not (output / file).is_file():
        yield f"nothing at {path}"
    elif place and file in pages and unquote(place) not in pages[file].ids:
        yield f"no place #{place} at {path}"
