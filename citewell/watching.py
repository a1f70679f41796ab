"""The folders of a site, watched: who waits is woken as soon as something in them changes.

The only importer of watchdog. Called by `serve`. The system tells of changes by itself; where it
does not (too many folders, a disk in the network) nobody is woken.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

# To open and to close a file is told too, and a build opens them all.
_CHANGES = frozenset({"created", "deleted", "modified", "moved"})


class _Waker(FileSystemEventHandler):
    def __init__(self, wake: Callable[[set[str]], None]) -> None:
        self._wake = wake

    def on_any_event(self, event: FileSystemEvent) -> None:
        # What changes a folder is told of that thing too.
        is_echo = event.is_directory and event.event_type == "modified"
        if event.event_type in _CHANGES and not is_echo:
            self._wake({os.fsdecode(place) for place in (event.src_path, event.dest_path) if place})


@contextmanager
def watch_folders(folders: Iterable[Path], wake: Callable[[set[str]], None]) -> Iterator[bool]:
    """Call `wake`, from another thread, at each change in the folders or below them.

    It is given the places of the files and folders that were touched. Yields whether the system
    tells of any.
    """
    observer = Observer()
    waker = _Waker(wake)
    for folder in folders:
        if folder.is_dir():
            observer.schedule(waker, str(folder), recursive=True)
    try:
        observer.start()
    except OSError:
        yield False
        return
    try:
        yield True
    finally:
        observer.stop()
        observer.join()
