"""What the stages of a build have at hand: what was found, what was asked, who works, what is kept.

Made by `stages`, handed to `composing` and `rendering`.
"""

from __future__ import annotations

from citewell.disk import Survey
from citewell.job import Options
from citewell.memo import Memo
from citewell.record import Record
from citewell.workers import Crew


class Desk(Record, frozen=True):
    """The site as it was found, what the author asked for, the memory, and the processes.

    In the folder `tray` finished files wait until all are known to be good.
    """

    survey: Survey
    options: Options
    memo: Memo
    crew: Crew
    tray: str
