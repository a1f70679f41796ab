"""A small post, as a writer writes it, to what a reader sees: citations and list of references.

Goes the whole way of a post. Italics stand between asterisks, as in the case files and the guide.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from functools import cache, partial

from small_site import WORDS

from citewell import csl
from citewell.cite import About, cite_post
from citewell.holdings import merge
from citewell.manuscript import Press
from citewell.model import Settings, Source
from citewell.parse import parse_post
from citewell.printing import print_manuscript
from citewell.problems import CitewellError
from citewell.references import parse_references

_ABOUT = About(Settings("Notes"), WORDS)
_ITALICS = re.compile(r"</?i>")
_UPRIGHT = re.compile(r'<span class="font-style-normal">(.*?)</span>')
_TAG = re.compile(r"<[^>]+>")
_PARAGRAPH = re.compile(r"<p>(.*?)</p>")


def print_post(
    references: str, citations: Sequence[str], style: str, language: str
) -> tuple[list[str], list[str]]:
    """Return the citations as printed, and the list of all references, an entry each.

    `references` is a list in YAML, as it stands under `references:`.
    """
    head = f"title: Example\ndate: 2018-04-19\nnocite: '*'\nreferences:\n{references}"
    source = Source("content/posts/example.md", f"---\n{head}---\n" + "\n\n".join(citations))
    post = parse_post(source, "post")
    library = merge(post.meta.references)
    contents = cite_post(post, source, library, _press(style, language), _ABOUT).contents
    printed = "".join(piece for piece in contents.text if isinstance(piece, str))
    listed = contents.bibliography.entries if contents.bibliography else ()
    return (
        [_plain(paragraph) for paragraph in _PARAGRAPH.findall(printed)],
        [_plain(entry.html) for entry in listed],
    )


def problems_of(text: str, references: str) -> str:
    """Return what a screen shows of a whole post, whose sources stand in it or in a file."""
    source = Source("content/posts/what-heals.md", text)
    file = Source("content/references.yaml", references)
    try:
        post = parse_post(source, "post")
        library = merge(post.meta.references or parse_references(file))
        problems = cite_post(post, source, library, _press("apa", "en-US"), _ABOUT).problems
    except CitewellError as error:
        problems = error.problems
    return str(CitewellError(*sorted(problems)))


@cache
def _press(name: str, language: str) -> Press:
    return partial(print_manuscript, style=csl.load_style(name, language))


def _plain(text: str) -> str:
    marked = _ITALICS.sub("*", _UPRIGHT.sub(r"*\1*", text))
    return html.unescape(_TAG.sub("", marked))
