"""Work without the collector of cycles looking on.

Rendering and compiling make very many small values, none of which ever points back at what holds
it: a search for cycles among them finds nothing and takes a quarter of the time.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def calm() -> Iterator[None]:
    """Let the collector rest for a while, if it was at work; it goes on afterwards."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
