"""What a command costs, its own processes together: seconds, CPU seconds, memory.

Memory is looked at every few moments in `/proc`, so that it is known on Linux alone, and pages that
processes share count once for each of them.
"""

from __future__ import annotations

import mmap
import os
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, Self

_LOOK = 0.02
_TAIL = 2000


class Cost(NamedTuple):
    """Elapsed seconds, seconds of CPU, and the most memory at one time in bytes, 0 if unknown."""

    seconds: float
    cpu: float
    memory: int


class CommandFailedError(Exception):
    """A command ended with a failure, and said this."""


def run(command: Sequence[str], folder: Path) -> Cost:
    """Run a command in a folder to its end; raises `CommandFailedError`."""
    with tempfile.TemporaryFile() as said:
        before, start = _cpu_of_children(), time.perf_counter()
        process = subprocess.Popen(
            command, cwd=folder, stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT
        )
        with _Watched(process) as watched:
            status = process.wait()
            seconds = time.perf_counter() - start
        if status:
            said.seek(0)
            words = said.read().decode("utf-8", "replace")[-_TAIL:]
            raise CommandFailedError(f"{' '.join(command)}\n{words}")
    return Cost(seconds, _cpu_of_children() - before, watched.most)


def _cpu_of_children() -> float:
    """Return the CPU seconds of all processes that have ended below this one."""
    times = os.times()
    return times.children_user + times.children_system


class _Watched:
    """A process whose memory is looked at until the block ends; `most` is what it came to."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self.most = 0
        self._process = process
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_LOOK):
            self.most = max(self.most, sum(map(_memory, _tree(self._process.pid))))


def _tree(process: int) -> Iterator[int]:
    """Yield a process and all below it (proc_pid_task(5), `children`)."""
    yield process
    for child in _words(f"/proc/{process}/task/{process}/children"):
        yield from _tree(int(child))


def _memory(process: int) -> int:
    """Return the resident bytes of a process (proc_pid_statm(5))."""
    words = _words(f"/proc/{process}/statm")
    return int(words[1]) * mmap.PAGESIZE if words else 0


def _words(place: str) -> list[str]:
    try:
        return Path(place).read_text(encoding="ascii").split()
    except OSError:
        return []  # the process has ended, or the system has no such files
