"""The records that a model is made of: sources, actors, ties, channels, parameters, options, scenarios, games.

All are frozen and hold data only. A parameter's value is a float or an array of draws, shape (n_draws,); everything
computed from it is elementwise.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from deterrence.world.expressions import Expression
from deterrence.world.lookup import Records as Records

#: A float or an array of draws, shape (n_draws,).
Value = float | NDArray[np.float64]

ChannelKind = Literal["hotline", "backchannel", "mediation", "forum", "monitoring", "public"]
#: Kinds of channel that carry messages between actors; monitoring and public statements do not.
CARRYING_KINDS: frozenset[str] = frozenset({"hotline", "backchannel", "mediation", "forum"})
Role = Literal["strategic", "mediator", "monitor", "audience", "supplier"]
TieKind = Literal["rivalry", "patron", "alliance", "linkage", "agreement"]
Family = Literal["channels", "coercion", "deals", "defence", "incentives", "uses of force"]
#: What of a channel is a number that games may read and options may alter.
Attribute = Literal["reliability", "delay", "secrecy", "bias"]
ATTRIBUTES: tuple[Attribute, ...] = ("reliability", "delay", "secrecy", "bias")


@dataclass(frozen=True)
class Source:
    """A document that numbers are quoted from: key, title, author, year and a note on its standpoint."""

    id: str
    title: str
    author: str = ""
    year: int = 0
    note: str = ""


@dataclass(frozen=True, eq=False)
class Parameter:
    """A number that stands in exactly one place.

    Parameters
    ----------
    id
        Dotted name, ``israel.patience``.
    value
        The default, or an array of draws of shape (n_draws,).
    low, high
        The range in which conclusions are tested; ``low <= value <= high`` in a file.
    unit
        What it is counted in. A first word ``probability`` or ``share`` bounds it to [0, 1], ``discount factor`` to
        [0, 1).
    meaning
        One sentence in plain words.
    basis
        A source's key, or ``assumed``.
    reason
        Why this value and this range, when assumed.
    quote
        The source's words, when quoted.
    refs
        Ids of the requirement rows that it stands for.
    """

    id: str
    value: Value
    low: float
    high: float
    unit: str
    meaning: str
    basis: str
    reason: str = ""
    quote: str = ""
    refs: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Parameter) and all(
            np.array_equal(getattr(self, f.name), getattr(other, f.name), equal_nan=True)
            if f.name == "value"
            else getattr(self, f.name) == getattr(other, f.name)
            for f in fields(self)
        )

    @property
    def is_probability(self) -> bool:
        """Whether the number must lie in [0, 1]."""
        return re.match(r"(probability|share)\b", self.unit) is not None

    @property
    def is_discount_factor(self) -> bool:
        """Whether the number must lie in [0, 1)."""
        return re.match(r"discount factor\b", self.unit) is not None


@dataclass(frozen=True)
class Actor:
    """A party in the world: state, armed group, mediator, monitor, audience or supplier.

    ``position`` is (x, y) in [0, 1] for drawing.
    """

    id: str
    name: str
    role: Role
    position: tuple[float, float] = (0.5, 0.5)
    about: str = ""
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tie:
    """A relation between two actors that is not communication: rivalry, patron or alliance.

    ``parameters`` names the parameters that describe it; ``ends`` runs from patron to client, else in file order.
    """

    id: str
    kind: TieKind
    ends: tuple[str, str]
    parameters: tuple[str, ...] = ()
    about: str = ""
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Channel:
    """An edge along which two actors can speak, or one can observe.

    Parameters
    ----------
    id
        Name of the edge, unique in the model.
    ends
        The two actors; order does not matter.
    kind
        Hotline, backchannel, mediation and forum carry messages; monitoring and public do not.
    reliability
        Probability in [0, 1] that the channel is open when needed, as an expression over parameters.
    delay
        Days for a message to pass.
    secrecy
        Probability in [0, 1] that the message stays hidden from third parties.
    bias
        A mediator's lean, in [-1, 1]; 0 is even-handed.
    display
        Attributes kept for display only, read by no game.
    """

    id: str
    ends: tuple[str, str]
    kind: ChannelKind
    reliability: Expression
    delay: Expression
    secrecy: Expression
    bias: Expression
    about: str = ""
    display: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()

    @property
    def carries(self) -> bool:
        """Whether messages travel along the channel."""
        return self.kind in CARRYING_KINDS


@dataclass(frozen=True)
class Change:
    """One step of an option.

    ``verb`` is ``set``, ``scale`` or ``shift`` (with ``parameter`` and ``amount``), ``add`` (with ``channel``),
    ``remove`` (with ``target``) or ``alter`` (with ``target``, ``attribute`` and ``amount``). ``why`` says, in one
    sentence, by which mechanism, and ``for_forms`` names the forms that read it when no game of this file does yet.
    """

    verb: Literal["set", "scale", "shift", "add", "remove", "alter"]
    parameter: str = ""
    amount: Expression | None = None
    channel: Channel | None = None
    target: str = ""
    attribute: str = ""
    why: str = ""
    for_forms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Option:
    """A policy option: ordered changes to the world, with who bears the cost and when it can backfire.

    ``ranked`` is false for the uses of force that the sources describe: they are evaluated, never recommended.
    ``civilian_effect`` is a sentence, or "not modelled".
    """

    id: str
    title: str
    family: Family
    changes: tuple[Change, ...]
    ranked: bool = True
    cost_bearer: str = ""
    civilian_effect: str = "not modelled"
    rationale: str = ""
    quote: str = ""
    source: str = ""
    backfires: str = ""
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Scenario:
    """A named start: a rung for each front, and parameter values that hold in it."""

    id: str
    title: str
    about: str = ""
    values: Mapping[str, float] = field(default_factory=dict[str, float])
    rungs: Mapping[str, int] = field(default_factory=dict[str, int])
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class GameSpec:
    """A game of the case: its form, who plays, and every argument as an expression.

    ``arguments[name]`` is one expression, or a tuple of expressions in player order, or nested tuples. ``labels[name]``
    holds names in the same shapes: the actions of a matrix, the fronts of a linked game.
    """

    id: str
    title: str
    form: str
    players: tuple[str, ...]
    arguments: Mapping[str, Any]
    labels: Mapping[str, Any] = field(default_factory=dict[str, Any])
    about: str = ""
    refs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Ordering:
    """A face-validity row: expressions that should be strictly decreasing, or whose order is contested.

    ``contested`` rows must show both orders inside the declared ranges. ``values`` are parameter values under which
    the claim is made.
    """

    id: str
    claim: str
    actor: str
    descending: tuple[Expression, ...]
    contested: bool = False
    values: Mapping[str, float] = field(default_factory=dict[str, float])
    reason: str = ""
    refs: tuple[str, ...] = ()
