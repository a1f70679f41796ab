"""Site generators that `builds.py` measures, and the same posts as each wants them written.

citewell formats the citations and the sources. Its peers do not know how; they get them as
ready text, which is less work. Apart from that all make the same: a page for each post, lists of
posts, tags, an archive, a feed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from corpus import SETTINGS, Citation, Post, Work, head_of, write_cited

from citewell.survey import theme_folder

ROOT = Path(__file__).resolve().parent.parent
OUTPUT = "output"
_SHEET = "body { max-width: 40em; margin: auto; }\n"


@dataclass(frozen=True, slots=True)
class Generator:
    """A generator: how it is called in the folder of a site, and what the site consists of.

    `follow` builds again after each save; `{port}` in it is a free port. `frame` are the files of
    a site without posts, by path, among them `template` and `sheet`. `{}` in `source` and `page`
    is the name of a post. Without what is in `remembered` a build is a cold one.
    """

    name: str
    build: tuple[str, ...]
    follow: tuple[str, ...]
    version: tuple[str, ...]
    frame: Mapping[str, str]
    template: str
    sheet: str
    source: str
    page: str
    write: Callable[[Post], str]
    remembered: tuple[str, ...]


def citewell() -> Generator:
    """Return citewell as it stands in this checkout, on cited posts."""
    theme = theme_folder()
    template, sheet = "templates/base.html", "static/theme.css"
    own = {path: (theme / path).read_text(encoding="utf-8") for path in (template, sheet)}
    program = (sys.executable, str(ROOT / "build.py"))
    places = ("--source", ".", "--output", OUTPUT)
    return Generator(
        name="citewell",
        build=(*program, *places, "--quiet"),
        follow=(*program, "serve", *places, "--port", "{port}"),
        version=(*program, "--version"),
        frame={"content/site.yaml": SETTINGS, **own},
        template=template,
        sheet=sheet,
        source="content/posts/{}.md",
        page="posts/{}/index.html",
        write=write_cited,
        remembered=(".citewell",),
    )


def _plain_body(post: Post) -> str:
    """Return a post's text with its citations and sources written out."""
    body = "".join(piece if isinstance(piece, str) else _plain_mark(piece) for piece in post.body)
    sources = sorted(_plain_source(work) for work in post.works)
    return "\n\n".join((body, "## References", *sources)) + "\n"


def _plain_mark(citation: Citation) -> str:
    names = " & ".join(family for family, _ in citation.work.authors)
    year = f"{citation.work.year}, p. {citation.page}" if citation.page else citation.work.year
    return f"{names} ({year})" if citation.in_sentence else f"({names}, {year})"


def _plain_source(work: Work) -> str:
    authors = ", & ".join(f"{family}, {given}" for family, given in work.authors)
    rest = ". ".join(f"*{value}*" for value in work.fields.values())
    return f"{authors} ({work.year}). {work.title}. {rest}."


def hugo(program: str) -> Generator:
    """Return Hugo; `program` is its command."""
    template, sheet = "layouts/_default/baseof.html", "static/theme.css"
    return Generator(
        name="hugo",
        build=(program, "--quiet", "--destination", OUTPUT),
        follow=(program, "--watch", "--destination", OUTPUT),
        version=(program, "version"),
        frame={
            "hugo.yaml": _HUGO_SETTINGS,
            template: _HUGO_BASE,
            "layouts/_default/single.html": _HUGO_POST,
            "layouts/_default/list.html": _HUGO_LIST,
            sheet: _SHEET,
        },
        template=template,
        sheet=sheet,
        source="content/posts/{}.md",
        page="posts/{}/index.html",
        write=_write_for_hugo,
        remembered=("resources", ".hugo_build.lock"),
    )


def _write_for_hugo(post: Post) -> str:
    return f'---\n{head_of(post)}years: ["{post.date:%Y}"]\n---\n{_plain_body(post)}'


_HUGO_SETTINGS = """baseURL: https://example.org/
title: Trial
pagination: {pagerSize: 10}
taxonomies: {tag: tags, year: years}
"""
_HUGO_BASE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ .Title }}</title>
<link rel="stylesheet" href="{{ "theme.css" | relURL }}"></head>
<body><p><a href="{{ "/" | relURL }}">{{ site.Title }}</a></p>{{ block "main" . }}{{ end }}</body>
</html>
"""
_HUGO_POST = """{{ define "main" }}<h1>{{ .Title }}</h1>
<p>{{ .Date.Format "2 January 2006" }}</p>
{{ .Content }}
<ul>{{ range .GetTerms "tags" }}
<li><a href="{{ .RelPermalink }}">{{ .Title }}</a></li>{{ end }}</ul>
{{ end }}
"""
_HUGO_LIST = """{{ define "main" }}<h1>{{ .Title }}</h1>
{{ $pages := .Pages }}{{ if .IsHome }}{{ $pages = site.RegularPages }}{{ end }}
{{ $pager := .Paginate $pages }}
<ul>{{ range $pager.Pages }}<li><a href="{{ .RelPermalink }}">{{ .Title }}</a> {{ .Summary }}</li>
{{ end }}</ul>{{ with $pager.Next }}<a href="{{ .URL }}">Older</a>{{ end }}
{{ end }}
"""


def pelican(program: str) -> Generator:
    """Return Pelican with its cache of contents on; `program` is its command."""
    template, sheet = "theme/templates/article.html", "theme/static/theme.css"
    build = (program, "content", "--output", OUTPUT, "--settings", "pelicanconf.py", "--quiet")
    return Generator(
        name="pelican",
        build=build,
        follow=(*build, "--autoreload"),
        version=(program, "--version"),
        frame={"pelicanconf.py": _PELICAN_SETTINGS, template: _PELICAN_POST, sheet: _SHEET},
        template=template,
        sheet=sheet,
        source="content/posts/{}.md",
        page="posts/{}/index.html",
        write=_write_for_pelican,
        remembered=("cache", "__pycache__"),
    )


def _write_for_pelican(post: Post) -> str:
    head = f"Title: {post.title}\nDate: {post.date}\nSlug: {post.name}\n"
    tags = ", ".join(post.tags)
    return f"{head}Tags: {tags}\nSummary: {post.summary}\n\n{_plain_body(post)}"


# The pages that are not named here are those of Pelican's own simple theme.
_PELICAN_SETTINGS = """SITENAME = "Trial"
SITEURL = "https://example.org"
AUTHOR = "A. Writer"
TIMEZONE = "UTC"
THEME = "theme"
FEED_ALL_ATOM = "feed.xml"
CATEGORY_FEED_ATOM = TRANSLATION_FEED_ATOM = AUTHOR_FEED_ATOM = AUTHOR_FEED_RSS = None
FEED_MAX_ITEMS = 20
DEFAULT_PAGINATION = 10
ARTICLE_URL = "posts/{slug}/"
ARTICLE_SAVE_AS = "posts/{slug}/index.html"
TAG_SAVE_AS = "tags/{slug}/index.html"
YEAR_ARCHIVE_SAVE_AS = "{date:%Y}/index.html"
AUTHOR_SAVE_AS = CATEGORY_SAVE_AS = ""
DIRECT_TEMPLATES = ["index", "tags", "archives"]
CACHE_CONTENT = LOAD_CONTENT_CACHE = True
CHECK_MODIFIED_METHOD = "mtime"
"""
_PELICAN_POST = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ article.title }}</title>
<link rel="stylesheet" href="{{ SITEURL }}/theme/theme.css"></head>
<body><p><a href="{{ SITEURL }}/">{{ SITENAME }}</a></p><h1>{{ article.title }}</h1>
<p>{{ article.locale_date }}</p>{{ article.content }}
<ul>{% for tag in article.tags %}<li><a href="{{ SITEURL }}/{{ tag.url }}">{{ tag }}</a></li>
{% endfor %}</ul></body></html>
"""


def files_of(generator: Generator, posts: Sequence[Post]) -> dict[str, str]:
    """Return the files of a whole site, by path."""
    written = {generator.source.format(post.name): generator.write(post) for post in posts}
    return {**generator.frame, **written}
