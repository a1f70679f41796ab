"""A source to a `Post`: front matter and text.

Second stage of a build, one post at a time, a pure function. Knows nothing of other posts, of
styles or of where the page will stand.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from citewell.identity import identify
from citewell.markup import render_markdown
from citewell.model import FrontMatter, Head, Kind, Post, Prose, Source, Span
from citewell.problems import CitewellError, Level, Problem, has_errors
from citewell.slugs import DATED_NAME, make_slug

_FENCE = re.compile(r"---[ \t]*\n")
_FENCE_END = re.compile(r"^(?:---|\.\.\.)[ \t]*$", re.MULTILINE)
_EXAMPLE = "begin with a line ---, then `title: ...`, then a line ---"


def parse_post(source: Source, kind: Kind, known: Head | None = None) -> Post:
    """Parse one file of `content/posts/` (`kind` "post") or `content/pages/` ("page").

    `known` is a front matter that need not be read again if this is the same. Raises
    `CitewellError` with every fault of the front matter and the text.
    """
    span, start = _front_matter(source)
    problems: list[Problem] = []
    head, prose = Head("", FrontMatter("")), Prose(())
    try:
        head = _head(source, span, kind, known)
        problems += head.problems
    except CitewellError as error:
        problems += error.problems
    try:
        prose = render_markdown(source, Span(start, len(source.text)))
        problems += [*prose.problems, *_wordless(source, prose)]
    except CitewellError as error:
        problems += error.problems
    if has_errors(problems):
        raise CitewellError(*problems)
    stem = PurePosixPath(source.path).stem
    dated = DATED_NAME.fullmatch(stem)
    slug = head.meta.slug or make_slug(dated[2] if dated else stem)
    return Post(source.path, kind, slug, head, prose, tuple(problems))


def _head(source: Source, span: Span, kind: Kind, known: Head | None) -> Head:
    """Read the front matter, unless the same words in the same file are known already."""
    words = source.text[span.start : span.end]
    identity = identify(source.path, kind, span.start, words)
    if known and known.identity == identity:
        return known
    from citewell.frontmatter import parse_front_matter  # noqa: PLC0415  a changed text needs none

    meta, doubts = parse_front_matter(source, span, kind)
    return Head(identity, meta, doubts)


def _wordless(source: Source, prose: Prose) -> Iterator[Problem]:
    """Yield a warning for each video, recording or map of which nobody said what it shows."""
    for span in prose.wordless:
        message = "readers are not told what is to be seen or heard behind this link"
        hint = f"write it between [ and ]: ![A talk on grief]({source.text[span.start : span.end]})"
        yield source.problem(span, message, hint, Level.WARNING)


def _front_matter(source: Source) -> tuple[Span, int]:
    """Return where the front matter stands and where the text begins."""
    if not source.text.strip():
        raise CitewellError(Problem(source.path, 0, 0, "this file is empty", hint=_EXAMPLE))
    opening = _FENCE.match(source.text)
    if opening is None:
        raise source.error(Span(0, 1), "the front matter is missing", _EXAMPLE)
    closing = _FENCE_END.search(source.text, opening.end())
    if closing is None:
        hint = "put a line --- between the front matter and the text"
        raise source.error(Span(0, 3), "the front matter is never closed", hint)
    return Span(opening.end(), closing.start()), min(closing.end() + 1, len(source.text))
