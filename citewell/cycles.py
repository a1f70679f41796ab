"""When Python looks for values that hold on to each other.

A leaf. A build makes very many values, and hardly a cycle among them: to look for one as often as
Python does by itself takes up to a fifth of a short build.
"""

from __future__ import annotations

import gc

_SELDOM = 50_000


def look_seldom_for_cycles() -> None:
    """Let the collector rest between every so many new values."""
    gc.set_threshold(_SELDOM)


def look_no_more_for_cycles() -> None:
    """Spare a process that ends now the last look at all that it holds."""
    gc.freeze()
