from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.feel import nodes
from engine.feel.functions import FUNCTION_NAMES
from engine.feel.nodes import Node
from engine.feel.parsing import Parser
from engine.feel.unparsing import unparse

AT = (1, 1)
names = st.sampled_from(["a", "kota asal", "x-1", "if"])
signs = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
values = st.one_of(
    st.none(),
    st.booleans(),
    st.text(max_size=5),
    st.decimals(0, 10**20, places=3).map(lambda value: value.normalize()),
    st.dates(date(1, 1, 1)),
    st.timedeltas(timedelta(0), timedelta(99)),
)
literals = values.map(lambda value: nodes.Literal(at=AT, value=value))
leaves = st.one_of(literals, names.map(lambda name: nodes.Name(at=AT, name=name)))


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    at = st.just(AT)
    many = st.lists(inner, min_size=1, max_size=3).map(tuple)
    tests = st.one_of(inner, st.builds(nodes.Test, at=at, operator=signs, operand=inner))
    entries = st.lists(
        st.builds(nodes.Entry, at=at, key=names, value=inner), unique_by=lambda one: one.key
    )
    iterators = st.lists(
        st.builds(nodes.Iterator, at=at, name=names, source=inner, end=st.none() | inner),
        min_size=1,
        max_size=2,
    ).map(tuple)
    return st.one_of(
        st.builds(nodes.ListOf, at=at, items=many),
        st.builds(nodes.ContextOf, at=at, entries=entries.map(tuple)),
        st.builds(
            nodes.RangeOf,
            at=at,
            start=inner,
            end=inner,
            start_included=st.booleans(),
            end_included=st.booleans(),
        ),
        st.builds(nodes.Negation, at=at, operand=inner),
        st.builds(
            nodes.Arithmetic,
            at=at,
            operator=st.sampled_from(["+", "-", "*", "/", "**"]),
            left=inner,
            right=inner,
        ),
        st.builds(nodes.Comparison, at=at, operator=signs, left=inner, right=inner),
        st.builds(
            nodes.Logic,
            at=at,
            operator=st.sampled_from(["and", "or"]),
            operands=st.lists(inner, min_size=2, max_size=3).map(tuple),
        ),
        st.builds(nodes.Between, at=at, value=inner, low=inner, high=inner),
        st.builds(
            nodes.In, at=at, value=inner, tests=st.lists(tests, min_size=1, max_size=3).map(tuple)
        ),
        st.builds(nodes.Path, at=at, base=inner, name=names),
        st.builds(nodes.Filter, at=at, base=inner, condition=inner),
        st.builds(nodes.If, at=at, condition=inner, then=inner, otherwise=inner),
        st.builds(nodes.For, at=at, iterators=iterators, body=inner),
        st.builds(
            nodes.Quantified, at=at, every=st.booleans(), iterators=iterators, condition=inner
        ),
        st.builds(nodes.Call, at=at, callee=inner, arguments=many),
        st.builds(nodes.FunctionOf, at=at, parameters=st.lists(names).map(tuple), body=inner),
    )


trees = st.recursive(leaves, grown, max_leaves=8)


def bare(value: object) -> object:
    """A tree without its places."""
    if is_dataclass(value) and isinstance(value, Node):
        inside = {field.name: bare(getattr(value, field.name)) for field in fields(value)}
        return type(value).__name__, {**inside, "at": None}
    if isinstance(value, tuple):
        return tuple(bare(part) for part in value)
    return value if not isinstance(value, Decimal) else str(value.normalize())


@pytest.mark.filterwarnings("ignore:Generating overly large repr")  # of a shrunk tree
@given(trees)
def test_what_is_printed_reads_back_as_the_same_tree(tree: Node) -> None:
    text = unparse(tree)
    assert bare(Parser(text, (), FUNCTION_NAMES).whole_expression()) == bare(tree)
