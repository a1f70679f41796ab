from __future__ import annotations

from citewell.csl.rich import (
    Node,
    find_tag,
    first_leaf,
    join,
    map_text,
    plain_text,
    replace_node,
)

TREE = Node(["a", Node(["b", Node(["c"], (), "date")], ("italic",)), ""])


def test_plain_text_leaves_marks_out() -> None:
    assert plain_text(TREE) == "abc"


def test_join_puts_the_delimiter_between_each_two() -> None:
    assert plain_text(join(["a", "b", "c"], ", ")) == "a, b, c"


def test_join_of_one_is_that_one() -> None:
    assert join(["a"], ", ") == "a"


def test_join_of_nothing_is_empty() -> None:
    assert plain_text(join([], ", ")) == ""


def test_map_text_changes_every_text_and_keeps_the_marks() -> None:
    changed = map_text(TREE, str.upper)

    assert plain_text(changed) == "ABC"
    assert isinstance(changed, Node)
    assert isinstance(changed.children[1], Node)
    assert changed.children[1].marks == ("italic",)


def test_the_first_node_with_a_tag_is_found_at_any_depth() -> None:
    found = find_tag(TREE, "date")

    assert found is not None
    assert plain_text(found) == "c"
    assert find_tag(TREE, "names") is None


def test_a_node_is_replaced_by_identity() -> None:
    date = find_tag(TREE, "date")
    assert date is not None

    assert plain_text(replace_node(TREE, date, "x")) == "abx"


def test_a_tree_without_the_node_comes_back_itself() -> None:
    assert replace_node(TREE, Node(["c"], (), "date"), "x") is TREE


def test_the_first_leaf_is_the_innermost_node_round_the_first_text() -> None:
    leaf = Node(["b"], ("bold",))

    assert first_leaf(Node([Node([""]), Node([leaf])])) is leaf
    assert first_leaf("b") is None
    assert first_leaf(Node([""])) is None
