"""citewell turns a folder of cited Markdown posts into a static website."""

__version__ = "0.1.0"
