"""What is asked of a build, and what it reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from citewell.problems import Problem

if TYPE_CHECKING:
    from citewell.disk import Scene
    from citewell.model import Article


def tell_nobody(_what: str, _done: int, _total: int) -> None:
    """Keep to itself how far a build has come."""


def time_nothing(_stage: str, _done: str) -> None:
    """Take no time of the stages of a build."""


class Options(NamedTuple):
    """What the author decides for one build.

    `today` says which posts are of the future. `jobs` is the number of processes, 0 for as many as
    there are cores. Without `cache` nothing is remembered from build to build. `tell` is given what
    is being made, how many of it are done and how many there are, from time to time; `lap` is given
    the name of each stage when it ends, and what was done in it.
    """

    today: dt.date
    drafts: bool = False
    future: bool = False
    jobs: int = 0
    cache: bool = True
    tell: Callable[[str, int, int], None] = tell_nobody
    lap: Callable[[str, str], None] = time_nothing

    def hides(self, article: Article) -> bool:
        """Tell whether a post is shown only by request."""
        return article.meta.draft or self.is_future(article)

    def leaves_out(self, article: Article) -> bool:
        """Tell whether a post is not published in this build."""
        draft = article.meta.draft and not self.drafts
        return draft or (self.is_future(article) and not self.future)

    def is_future(self, article: Article) -> bool:
        """Tell whether a post's day is still to come."""
        return (article.meta.date or dt.date.min) > self.today


class Report(NamedTuple):
    """What a build did: paths in the output folder, and files of posts that were left out.

    `unchanged` says how many files more lie there as they were. `scene` is what lies on the disk
    now, unless it was changed since by somebody else.
    """

    written: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: int
    problems: tuple[Problem, ...] = ()
    left_out: tuple[str, ...] = ()
    seconds: float = 0.0
    scene: Scene | None = None
