from __future__ import annotations

import pytest

from citewell.csl.element import MAXIMUM_DEPTH, parse_xml
from citewell.csl.errors import CslError


def test_an_element_knows_its_line_attributes_and_text() -> None:
    root = parse_xml('<a>\n  <b c="d">e</b>\n</a>')

    child = root.children[0]
    assert (child.name, child.line, child.get("c"), child.text) == ("b", 2, "d", "e")


def test_a_namespace_prefix_is_not_part_of_the_name() -> None:
    root = parse_xml('<cs:style xmlns:cs="http://purl.org/net/xbiblio/csl"/>')

    assert root.name == "style"


def test_an_attribute_that_is_not_there_has_a_default() -> None:
    assert parse_xml("<a/>").get("b", "none") == "none"


def test_first_and_every_find_children_by_name() -> None:
    root = parse_xml('<a><b n="1"/><c/><b n="2"/></a>')

    first = root.first("b")
    assert first is not None
    assert first.get("n") == "1"
    assert [child.get("n") for child in root.every("b")] == ["1", "2"]
    assert root.first("d") is None


def test_white_space_between_elements_is_no_text() -> None:
    assert parse_xml("<a>\n  <b/>\n</a>").text == ""


def test_bytes_are_read_in_the_encoding_that_they_declare() -> None:
    text = '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'.encode("latin-1")

    assert parse_xml(text).text == "é"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<a>\n<b></a>", "line 2: not well-formed XML: mismatched tag"),
        ("", "line 1: not well-formed XML: no element found"),
        ("<a/>\n<b/>", "line 2: not well-formed XML: junk after document element"),
        ("<a>\x00</a>", "line 1: not well-formed XML: not well-formed (invalid token)"),
        (
            b'<?xml version="1.0" encoding="klingon"?><a/>',
            "not readable as XML: unknown encoding: klingon",
        ),
    ],
)
def test_broken_xml_is_an_error_with_its_line(text: str | bytes, message: str) -> None:
    with pytest.raises(CslError) as caught:
        parse_xml(text)

    assert str(caught.value) == message


def test_entities_are_refused_where_they_are_declared() -> None:
    bomb = '<!DOCTYPE a [\n<!ENTITY b "boom">\n<!ENTITY c "&b;&b;">\n]><a>&c;</a>'

    with pytest.raises(CslError, match="line 2: entity declarations are not allowed"):
        parse_xml(bomb)


def test_external_entities_are_refused() -> None:
    with pytest.raises(CslError, match="entity declarations are not allowed"):
        parse_xml('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>')


def test_elements_may_nest_deep_but_not_without_end() -> None:
    fitting = "<a>" * MAXIMUM_DEPTH + "</a>" * MAXIMUM_DEPTH
    too_deep = "<a>" * 10_000 + "</a>" * 10_000

    assert parse_xml(fitting).name == "a"
    with pytest.raises(CslError, match="nest more than"):
        parse_xml(too_deep)
