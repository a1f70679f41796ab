"""Videos, recordings and maps: which addresses are of such, and where a reader can see them.

A leaf. A page could show most of them only in a frame, by which their host would follow every
reader; so that a post leads there instead, wherever it would show one.
"""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

# Hosts all of whose pages are of one kind; their subdomains too.
_VIDEOS = "youtube.com youtube-nocookie.com youtu.be vimeo.com dailymotion.com dai.ly ted.com"
_SOUNDS = "soundcloud.com open.spotify.com podcasts.apple.com"
_MAPS = "maps.apple.com maps.app.goo.gl openstreetmap.org openstreetmap.de osm.org"
_HOSTS = tuple(f".{host}" for host in f"{_VIDEOS} {_SOUNDS} {_MAPS}".split())
# Hosts that have maps beside other things.
_ALSO_MAPS = frozenset({"google", "bing", "goo"})
_FILMS = (".mp4", ".m4v", ".mov", ".webm", ".ogv")
_PLAYED = (*_FILMS, ".mp3", ".m4a", ".ogg", ".oga", ".opus", ".wav", ".flac")
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".webp", ".avif", ".svg")
# What hosts offer for frames, by the beginning of its path, and where the same is seen by itself.
_FRAMED = {
    ".youtube.com/embed/": "https://www.youtube.com/watch?v=",
    ".youtube-nocookie.com/embed/": "https://www.youtube.com/watch?v=",
    ".player.vimeo.com/video/": "https://vimeo.com/",
}
_FRAME_ONLY = ("/maps/embed", "/embed/videoseries")


def find_page(address: str) -> str | None:
    """Return where a reader sees the video or map, or hears the recording, of an address.

    Returns None for the address of anything else, such as a picture or a mere frame.
    """
    try:
        parts = urlsplit(address)
        host, path = f".{parts.hostname or ''}", parts.path.lower()
    except ValueError:
        return None
    if path.endswith(_PICTURES) or serves_frames(address):
        return None
    is_known = host.endswith(_HOSTS) or _is_map(host, path) or path.endswith(_PLAYED)
    return _unframed(address, parts) if is_known else None


def serves_frames(address: str) -> bool:
    """Tell whether an address shows a map, or a list of videos, within a frame only."""
    return any(mark in address for mark in _FRAME_ONLY)


def _is_map(host: str, path: str) -> bool:
    names = host.split(".")
    return not _ALSO_MAPS.isdisjoint(names[:-1]) and ("maps" in names or path.startswith("/maps"))


def _unframed(address: str, parts: SplitResult) -> str:
    place = f".{(parts.hostname or '').removeprefix('www.')}{parts.path}"
    for framed, page in _FRAMED.items():
        if place.startswith(framed):
            return page + place.removeprefix(framed).strip("/")
    return address
