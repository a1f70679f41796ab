"""What is known of the files in the output folder, one row of the memo for each.

Between `memo` and `pipeline`. A row says what a file was made from, and how to know it again; it is
written when the file is, so that a build of one post writes a few rows.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from citewell.disk import Known, Roll
from citewell.glance import Glance, take_glance
from citewell.memo import Memo, damage_noticed
from citewell.plain import decode, encode
from citewell.survey import read_known


def check_finished(pages: Roll, folder: Path, memo: Memo) -> tuple[Glance, bool]:
    """Look at the files in the output folder one by one, and keep what is known of them.

    Returns what stands for them, and whether they hold what they held when they were last seen.
    """
    before = recall_finished(memo)
    now = read_known(pages.files(folder), before)
    memo.forget("pages", before.keys() - now.keys())
    keep_finished({path: known for path, known in now.items() if before.get(path) != known}, memo)
    same = {path: known.digest for path, known in now.items()} == {
        path: known.digest for path, known in before.items()
    }
    return take_glance(now), same


def recall_finished(memo: Memo, paths: Iterable[str] | None = None) -> dict[str, Known]:
    """Return what is known of these files, or of all, by path."""
    if paths is None:
        texts: Mapping[str, str | None] = memo.texts("pages")
    else:
        texts = {path: memo.text("pages", path) for path in paths}
    with damage_noticed():
        return {path: decode(Known, text) for path, text in texts.items() if text}


def keep_finished(known: Mapping[str, Known], memo: Memo) -> None:
    """Keep what is known of files."""
    memo.keep_texts("pages", {path: encode(each) for path, each in known.items()})
