"""A sample of the styles of the package renders a mixed document; the script looks at them all."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Of every format and many languages: large and small, those with labels, maps of terms, blocks.
SAMPLE = [
    "acm-sig-proceedings",
    "acta-universitatis-agriculturae-sueciae",
    "american-chemical-society",
    "american-mathematical-society-label",
    "american-medical-association",
    "american-political-science-association",
    "american-sociological-association",
    "apa",
    "apa-6th-edition",
    "apa-no-initials",
    "associacao-brasileira-de-normas-tecnicas",
    "bibtex",
    "cell",
    "chicago-author-date",
    "chicago-notes",
    "chicago-notes-bibliography",
    "china-national-standard-gb-t-7714-2015-numeric",
    "council-of-science-editors-author-date",
    "deutsche-gesellschaft-fur-psychologie",
    "din-1505-2",
    "din-1505-2-alphanumeric",
    "elsevier-harvard",
    "elsevier-with-titles",
    "gost-r-7-0-5-2008",
    "harvard-cite-them-right",
    "ieee",
    "infoclio-de",
    "iso690-author-date-fr",
    "iso690-note-cs",
    "mla",
    "modern-language-association",
    "mhra-notes",
    "multidisciplinary-digital-publishing-institute",
    "nature",
    "oscola",
    "pour-reussir-note",
    "sist02",
    "springer-basic-author-date",
    "springer-lecture-notes-in-computer-science",
    "bluebook-law-review",
    "the-lancet",
    "turabian-fullnote-bibliography",
    "vancouver",
    "wikipedia-templates",
]


def _load_script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


csl_styles = _load_script("csl_styles")
LIBRARY = csl_styles.read_library()


def test_the_document_is_of_40_references_and_20_clusters() -> None:
    assert len(LIBRARY) == 40
    assert len(csl_styles.clusters_of(list(LIBRARY))) == 20


@pytest.mark.parametrize("name", SAMPLE)
def test_a_style_renders_the_document(name: str) -> None:
    assert csl_styles.fault_of(name, LIBRARY) == ""


def test_html_that_is_not_balanced_is_a_fault() -> None:
    assert list(csl_styles._html_faults("<i>a</i>")) == []
    assert list(csl_styles._html_faults("<i>a")) == ["HTML is not balanced: <i>a"]
    assert list(csl_styles._html_faults("<i><b>a</i></b>")) != []
