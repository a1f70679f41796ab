"""A new post: a dated draft with front matter to fill in.

Called by `cli`. Writes into `content/posts/`, where every file is the writer's, and so never over
one that is there.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from pathlib import Path

from citewell.problems import CitewellError, Problem
from citewell.slugs import cut_slug
from citewell.survey import find_settings

_POST = """---
title: {title}
date: {day}
draft: true         # take this line out when the post is ready to be read
# To use a line, take away its # and the space behind that.
# tags: [grief, online therapy]
# summary: One or two sentences, for lists of posts and for search engines.
# featured: true    # also shown at the top of the home page
# references:
#   - id: rogers1957
#     type: article-journal
#     author: [{{family: Rogers, given: Carl R.}}]
#     issued: 1957
#     title: The necessary and sufficient conditions of therapeutic personality change
#     container-title: Journal of Consulting Psychology
#     volume: 21
#     issue: 2
#     page: 95-103
#     DOI: 10.1037/h0045357
# downloads:
#   - {{title: Sleep diary, file: sleep-diary.pdf}}    # a file in content/downloads/
---

Write here. Once the source above is taken in, cite it as `[@rogers1957, p. 96]`, or as
`@rogers1957` in a sentence, without the marks around it.
"""
_UNPRINTABLE = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff\ufeff\ufffe\uffff]")


def new_post(root: Path, title: str, day: dt.date) -> Path:
    """Write a new post and return its path.

    Raises `CitewellError` where there is no site or no title, where a post of that name is there
    already, and where the folder cannot be written to.
    """
    title = _one_line(title)
    find_settings(root)
    if not title:
        hint = 'write it in quotes: new "On keeping a diary"'
        raise CitewellError(Problem("new", 0, 0, "a post needs a title", hint=hint))
    name = f"content/posts/{day.isoformat()}-{cut_slug(title)}.md"
    text = _POST.format(title=json.dumps(title, ensure_ascii=False), day=day.isoformat())
    try:
        (root / name).parent.mkdir(exist_ok=True)
        with (root / name).open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        hint = "open that file, or choose another title"
        problem = Problem(name, 0, 0, "there is such a post already", hint=hint)
        raise CitewellError(problem) from None
    except OSError as error:
        problem = Problem(name, 0, 0, f"this cannot be written: {error.strerror or error}")
        raise CitewellError(problem) from None
    return root / name


def _one_line(title: str) -> str:
    """Return a title without line breaks, and without what no YAML may hold (YAML 1.2, 5.1)."""
    return " ".join(_UNPRINTABLE.sub(" ", title).split())
