"""Map a function over items, in several processes where that pays.

Knows nothing of what it maps. Processes are spawned on every system alike: a fork copies locks and
threads that it should not. The order of results is that of the items, whoever made them.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")

# A process takes about as long to start as this many posts to be made.
_WORTH_A_PROCESS = 60
_SELDOM = 50_000
_BATCH = 40


def count_workers(items: int, jobs: int, worth: int = 0) -> int:
    """Return how many processes pay for so many items; `jobs` 0 stands for the number of cores.

    A process pays for `worth` items, or for as many posts as are usual.
    """
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    return max(1, min(jobs or cores or 1, items // (worth or _WORTH_A_PROCESS)))


def map_batches(
    function: Callable[[Sequence[T]], list[R]],
    items: Sequence[T],
    jobs: int,
    *,
    batch: int = 0,
    worth: int = 0,
) -> Iterator[list[R]]:
    """Yield the results of the function for batch after batch, in the order of the items.

    Items that take longer than a post come in a smaller `batch`, and fewer are `worth` a process.
    """
    size = batch or _BATCH
    batches = [items[start : start + size] for start in range(0, len(items), size)]
    workers = count_workers(len(items), jobs, worth)
    if workers == 1:
        yield from map(function, batches)
        return
    from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415  likewise
    from multiprocessing import get_context  # noqa: PLC0415  likewise

    with ProcessPoolExecutor(
        workers,
        get_context("spawn"),
        initializer=_begin,
    ) as pool:
        yield from pool.map(function, batches)


def look_seldom_for_cycles() -> None:
    """Let the collector rest: a build makes very many values, and hardly a cycle among them."""
    gc.set_threshold(_SELDOM)


def _begin() -> None:
    import signal  # noqa: PLC0415  only these processes need it

    # Ctrl-C reaches every process of a terminal; the first alone answers, and ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    look_seldom_for_cycles()
