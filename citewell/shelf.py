"""The downloads of all posts, gathered: one item for each program or handout.

Part of `plan`. Posts that offer the same thing under the same title share its page; two different
things under one title are a problem that names both posts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from urllib.parse import urlsplit

from citewell.listings import article_url
from citewell.model import Article, Asset, Download
from citewell.problems import Problem, did_you_mean
from citewell.slugs import make_slug
from citewell.views import DownloadLinkView, DownloadView, FileView, LinkView

# The word for each kind of file, and the format that it may name.
_TYPES = {
    "pdf": ("document", "PDF"),
    "doc": ("document", "Word"),
    "docx": ("document", "Word"),
    "odt": ("text_document", ""),
    "rtf": ("text_document", ""),
    "txt": ("plain_text", ""),
    "md": ("plain_text", ""),
    "xls": ("sheet", "Excel"),
    "xlsx": ("sheet", "Excel"),
    "ods": ("spreadsheet", ""),
    "csv": ("table", "CSV"),
    "ppt": ("slides", ""),
    "pptx": ("slides", ""),
    "odp": ("slides", ""),
    "epub": ("book", "EPUB"),
    "mp3": ("sound", "MP3"),
    "m4a": ("sound", "M4A"),
    "ogg": ("sound", "Ogg"),
    "wav": ("sound", "WAV"),
    "mp4": ("video", "MP4"),
    "webm": ("video", "WebM"),
    "jpg": ("picture", "JPEG"),
    "jpeg": ("picture", "JPEG"),
    "png": ("picture", "PNG"),
    "webp": ("picture", "WebP"),
    "svg": ("picture", "SVG"),
    "gif": ("picture", "GIF"),
    "zip": ("folder", "ZIP"),
}


def download_url(title: str) -> str:
    """Return the path of a download's page."""
    return f"downloads/{make_slug(title)}/"


def gather_downloads(
    articles: Iterable[Article], files: Mapping[str, Asset], say: Callable[..., str]
) -> tuple[dict[str, DownloadView], list[Problem]]:
    """Return the downloads of all posts by the path of their page, in the order of their titles.

    `say` says a word of the theme. Problems are files that are not there and titles that mean two
    things.
    """
    offers: dict[str, list[tuple[Article, Download]]] = {}
    problems: list[Problem] = []
    for article in articles:
        for download in article.meta.downloads:
            offered = offers.setdefault(download_url(download.title), [])
            problems += _missing(download, files)
            problems += _conflict(offered, download)
            offered.append((article, download))
    titles = sorted(offers, key=lambda url: (offers[url][0][1].title.casefold(), url))
    return {url: _view(url, offers[url], files, say) for url in titles}, problems


def _missing(download: Download, files: Mapping[str, Asset]) -> list[Problem]:
    if not download.file or download.file in files:
        return []
    message = f"there is no file '{download.file}' in content/downloads/"
    hint = did_you_mean(download.file, files) or "put the file there, or correct its name"
    return [download.place.problem(message, hint)]


def _conflict(offered: list[tuple[Article, Download]], download: Download) -> list[Problem]:
    if not offered:
        return []
    first, other = offered[0][1], offered[0][0].path
    if (first.file, first.links) == (download.file, download.links):
        return []
    message = f"the download '{download.title}' is another thing in {other}"
    hint = "give one of the two another title, or make their links and files the same"
    return [download.place.problem(message, hint)]


def _view(
    url: str,
    offered: list[tuple[Article, Download]],
    files: Mapping[str, Asset],
    say: Callable[..., str],
) -> DownloadView:
    first = offered[0][1]
    words = [download.description for _, download in offered if download.description]
    posts = {article_url(article): article.meta for article, _ in offered}
    asset = files.get(first.file)
    return DownloadView(
        title=first.title,
        url=url,
        description=words[0] if words else "",
        links=tuple(
            DownloadLinkView(link.title or urlsplit(link.url).netloc.removeprefix("www."), link.url)
            for link in first.links
        ),
        file=_file(asset, say) if asset else None,
        posts=tuple(LinkView(meta.title, post, meta.lang) for post, meta in posts.items()),
    )


def _file(asset: Asset, say: Callable[..., str]) -> FileView:
    name = asset.path.rpartition("/")[2]
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    kind, form = _TYPES.get(suffix, ("other" if suffix else "unknown", suffix.upper()))
    words = say(f"type_{kind}", format=form)
    return FileView(name, asset.path, words, asset.size, asset.sha256)
