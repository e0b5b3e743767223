"""The network of a model, read back from GraphML into records of the world.

``world.network.graphml`` writes it. What GraphML does not hold cannot come back: formulas behind the numbers, sources,
remarks, parameters, games and options. So the result is a model of actors, ties and channels alone, whose channels have
numbers where the original may have had formulas; its network functions give the same values.

The reader takes GraphML from elsewhere too, if nodes and edges carry these names. It refuses document types, so that no
entity can make a small file large.

References
----------
Brandes, U., M. Eiglsperger, I. Herman, M. Himsolt and M. S. Marshall (2002). "GraphML Progress Report." LNCS 2265.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, get_args
from xml.parsers import expat

from deterrence.errors import ModelError, shorten
from deterrence.world.expressions import Expression, constant
from deterrence.world.model import Model
from deterrence.world.network import BOUNDS
from deterrence.world.records import Actor, Channel, ChannelKind, Records, Role, Tie, TieKind

#: Prefix of the ids of edges that are ties.
TIE = "tie."

_ID = re.compile(r"[a-z][a-z0-9_]*")


@dataclass
class _Element:
    """A node or an edge with its data, and where it begins."""

    attributes: Mapping[str, str]
    place: str
    data: dict[str, str] = field(default_factory=dict[str, str])


@dataclass
class _Reader:
    file: str
    parser: Any
    keys: dict[str, str] = field(default_factory=dict[str, str])
    nodes: list[_Element] = field(default_factory=list[_Element])
    edges: list[_Element] = field(default_factory=list[_Element])
    graph: _Element | None = None
    stack: list[_Element] = field(default_factory=list[_Element])
    key: str = ""

    @property
    def place(self) -> str:
        return f"{self.file}, line {self.parser.CurrentLineNumber}, column {self.parser.CurrentColumnNumber + 1}"

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "key":
            if "id" not in attributes or "attr.name" not in attributes:
                raise ModelError(self.place, "saw a key without id or attr.name", "both")
            self.keys[attributes["id"]] = attributes["attr.name"]
        elif name in ("graph", "node", "edge"):
            element = _Element(attributes, self.place)
            self.stack.append(element)
            if name == "graph":
                if self.graph is not None:
                    raise ModelError(self.place, "saw a second graph", "one graph")
                self.graph = element
            else:
                (self.nodes if name == "node" else self.edges).append(element)
        elif name == "data":
            key = attributes.get("key", "")
            if key not in self.keys:
                raise ModelError(self.place, f"saw data of the key '{shorten(key)}'", "a key declared at the top")
            self.key = self.keys[key]
            if self.stack:
                self.stack[-1].data[self.key] = ""

    def end(self, name: str) -> None:
        if name in ("graph", "node", "edge"):
            self.stack.pop()
        elif name == "data":
            self.key = ""

    def characters(self, text: str) -> None:
        if self.key and self.stack:
            self.stack[-1].data[self.key] += text

    def refuse(self, *_: Any) -> None:
        raise ModelError(self.place, "saw a document type", "plain GraphML", "delete the line that begins <!DOCTYPE")


def read_graphml(text: str, *, file: str = "graphml") -> Model:
    """Return a model of the actors, ties and channels that a GraphML text describes.

    Parameters
    ----------
    text
        One graph. Nodes carry ``name``, ``role``, ``x`` and ``y`` (all optional), edges ``kind``; edges whose id begins
        with ``tie.`` are ties, from ``first`` to the other end; the others are channels with ``reliability``,
        ``delay``, ``secrecy`` and ``bias``.
    file
        What messages call it.

    Raises
    ------
    ModelError
        For the first fault, with its line and column.

    Examples
    --------
    >>> import deterrence as dt
    >>> model = dt.load("levant_2024")
    >>> dt.reach(read_graphml(dt.graphml(model)), "us", "iran") == dt.reach(model, "us", "iran")
    True
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    reader = _Reader(file, parser)
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = reader.characters, reader.refuse
    try:
        parser.Parse(text.encode(), True)
    except expat.ExpatError as error:
        where = f"{file}, line {error.lineno}, column {error.offset + 1}"
        raise ModelError(where, expat.ErrorString(error.code), "well-formed XML") from None
    if reader.graph is None:
        raise ModelError(f"{file}, line 1, column 1", "saw no graph", "GraphML with one graph")
    actors = tuple(_actor(node) for node in reader.nodes)
    _refuse_twice(reader.nodes)
    _refuse_twice(reader.edges)
    known = {actor.id for actor in actors}
    ties = tuple(_tie(edge, known) for edge in reader.edges if _is_tie(edge))
    channels = tuple(_channel(edge, known) for edge in reader.edges if not _is_tie(edge))
    name = reader.graph.data.get("name") or "graph"
    return Model(
        name, name, actors=Records("actor", actors), ties=Records("tie", ties), channels=Records("channel", channels)
    )


def _actor(node: _Element) -> Actor:
    id = _id(node, "node", "")
    role: Any = _one_of(node, "role", get_args(Role), "strategic")
    position = (_number(node, "x", 0, 1, 0.5), _number(node, "y", 0, 1, 0.5))
    return Actor(id, node.data.get("name") or id, role, position)


def _tie(edge: _Element, known: set[str]) -> Tie:
    kind: Any = _one_of(edge, "kind", get_args(TieKind))
    ends = _ends(edge, known)
    first = edge.data.get("first", ends[0])
    if first not in ends:
        raise ModelError(edge.place, f"saw first '{shorten(first)}'", f"one of the ends, {ends[0]} or {ends[1]}")
    return Tie(_id(edge, "tie", TIE), kind, ends if first == ends[0] else (ends[1], ends[0]))


def _channel(edge: _Element, known: set[str]) -> Channel:
    kind: Any = _one_of(edge, "kind", get_args(ChannelKind))

    def formula(attribute: str, default: float | None = None) -> Expression:
        return constant(_number(edge, attribute, *BOUNDS[attribute], default))

    id, ends = _id(edge, "channel", ""), _ends(edge, known)
    return Channel(
        id, ends, kind, formula("reliability"), formula("delay", 0.0), formula("secrecy", 0.0), formula("bias", 0.0)
    )


def _is_tie(edge: _Element) -> bool:
    return edge.attributes.get("id", "").startswith(TIE)


def _id(element: _Element, kind: str, prefix: str) -> str:
    id = element.attributes.get("id", "").removeprefix(prefix)
    if not _ID.fullmatch(id):
        raise ModelError(element.place, f"saw the {kind} id '{shorten(id)}'", "lower-case letters, digits and _")
    return id


def _ends(edge: _Element, known: set[str]) -> tuple[str, str]:
    found: list[str] = []
    for end in ("source", "target"):
        id = edge.attributes.get(end, "")
        if id not in known:
            raise ModelError(edge.place, f"saw the {end} '{shorten(id)}'", "the id of a node")
        found.append(id)
    if found[0] == found[1]:
        raise ModelError(edge.place, f"saw '{found[0]}' at both ends", "two different actors")
    return found[0], found[1]


def _one_of(element: _Element, key: str, allowed: tuple[str, ...], default: str = "") -> str:
    value = element.data.get(key, default)
    if value not in allowed:
        raise ModelError(element.place, f"saw the {key} '{shorten(value)}'", ", ".join(allowed))
    return value


def _number(element: _Element, key: str, low: float, high: float, default: float | None) -> float:
    text = element.data.get(key, "" if default is None else str(default))
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not low <= value <= high:
        raise ModelError(element.place, f"saw the {key} '{shorten(text)}'", f"a number from {low:g} to {high:g}")
    return value


def _refuse_twice(elements: list[_Element]) -> None:
    seen: set[str] = set()
    for element in elements:
        id = element.attributes.get("id", "")
        if id in seen:
            raise ModelError(element.place, f"saw the id '{shorten(id)}' twice", "each id once", "rename one of them")
        seen.add(id)
