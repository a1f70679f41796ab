"""What is known of the files in the output folder, one row of the memo for each.

Between `keeping` and `pipeline`. A row says what a file was made from, and how to know it again; it
is written when the file is, so that a build of one post writes a few rows.
"""

from __future__ import annotations

from pathlib import Path

from citewell.disk import Glance, Known, Roll, digests
from citewell.glance import take_glance
from citewell.keeping import keep, recall_all
from citewell.memo import Memo
from citewell.survey import read_known


def check_finished(pages: Roll, folder: Path, memo: Memo) -> tuple[Glance, bool]:
    """Look at the files in the output folder one by one, and keep what is known of them.

    Returns what stands for them, and whether they hold what they held when they were last seen.
    """
    before = recall_all(Known, "pages", memo)
    now = read_known(pages.files(folder), before)
    memo.forget("pages", before.keys() - now.keys())
    keep("pages", {path: known for path, known in now.items() if before.get(path) != known}, memo)
    return take_glance(now), digests(now) == digests(before)
