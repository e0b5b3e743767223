"""The shape of a model file: which keys each table has, and of which type.

Pydantic checks keys and types; tables.py turns tables into records; what one record says of another is checked in
consistency.py.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from deterrence.errors import shorten
from deterrence.world import records
from deterrence.world.faults import as_model_error
from deterrence.world.reader import LOCALS, RESERVED

SCHEMA = "deterrence-model/1"

# No control characters: they would travel into terminals and XML. Prose may have tabs and line ends.
_LINE = r"[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]*"
_PROSE = r"[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]*"


def matching(pattern: str, words: str) -> AfterValidator:
    """Return a check of a text against a pattern, with the words that say what is allowed."""
    compiled = re.compile(pattern)

    def check(text: str) -> str:
        if not compiled.fullmatch(text):
            raise PydanticCustomError("other_text", "{allowed}", {"allowed": words})
        return text

    return AfterValidator(check)


def _not_reserved(id: str) -> str:
    if id in LOCALS or not RESERVED.isdisjoint(id.split(".")):
        raise PydanticCustomError("other_text", "{allowed}", {"allowed": "a word that formulas do not reserve"})
    return id


_UNRESERVED = AfterValidator(_not_reserved)


Id = Annotated[str, Field(max_length=80), matching(r"[a-z][a-z0-9_]*", "a lower-case id such as us_iran"), _UNRESERVED]
DottedId = Annotated[
    str,
    Field(max_length=120),
    matching(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*", "a lower-case id such as israel.patience"),
    _UNRESERVED,
]
Line = Annotated[str, Field(max_length=300), matching(_LINE, "one line of text")]
Prose = Annotated[str, Field(max_length=10_000), matching(_PROSE, "text without control characters")]
Ref = Annotated[str, matching(r"[A-Z][0-9]{1,9}", "a letter and a number such as M28")]
Finite = Annotated[float, Field(allow_inf_nan=False)]
Refs = Annotated[list[Ref], Field(max_length=100)]
Ends = Annotated[list[Id], Field(min_length=2, max_length=2)]
Share = Annotated[float, Field(ge=0, le=1)]
#: A number or a text; tables.py parses it.
Formula = Any


class Table(BaseModel):
    """A table of a model file: unknown keys are refused, types are not coerced."""

    model_config = ConfigDict(extra="forbid", strict=True)

    @model_validator(mode="before")
    @classmethod
    def _know_every_key(cls, data: Any) -> Any:
        """Refuse an unknown key and name the known one that is near."""
        if not isinstance(data, dict):
            return data
        known = [field.alias or name for name, field in cls.model_fields.items()]
        for key in data:
            if key not in known:
                near = difflib.get_close_matches(shorten(key, 100), known, n=1, cutoff=0.5)
                remedy = f"did you mean '{near[0]}'?" if near else "known are: " + ", ".join(known)
                raise PydanticCustomError("unknown_key", "unknown key", {"key": key, "remedy": remedy})
        return data


class SourceTable(Table):
    """A table under ``sources``."""

    title: Line
    author: Line = ""
    year: Annotated[int, Field(ge=-5000, le=3000)] = 0
    note: Prose = ""


class ActorTable(Table):
    """One of ``actors``."""

    id: Id
    name: Line
    role: records.Role
    position: Annotated[list[Share], Field(min_length=2, max_length=2)] = [0.5, 0.5]
    about: Prose = ""
    refs: Refs = []


class TieTable(Table):
    """One of ``ties``."""

    id: Id
    kind: records.TieKind
    ends: Ends
    parameters: list[DottedId] = []
    about: Prose = ""
    refs: Refs = []


class ParameterTable(Table):
    """One of ``parameters``."""

    id: DottedId
    value: Finite
    low: Finite
    high: Finite
    unit: Line
    meaning: Prose
    basis: Line
    reason: Prose = ""
    quote: Prose = ""
    refs: Refs = []


class ChannelTable(Table):
    """One of ``channels``, or what an option adds."""

    id: Id
    ends: Ends
    kind: records.ChannelKind
    reliability: Formula
    delay: Formula = 0
    secrecy: Formula = 0
    bias: Formula = 0
    about: Prose = ""
    display: list[records.Attribute] = []
    refs: Refs = []


class GameTable(Table):
    """One of ``games``; its formulas and names come in any nesting of lists and tables."""

    id: Id
    title: Line
    form: Id
    players: Annotated[list[Id], Field(min_length=1, max_length=20)]
    arguments: dict[Id, Any]
    labels: dict[Id, Any] = {}
    about: Prose = ""
    refs: Refs = []


class ChangeTable(Table):
    """One of an option's ``changes``; which keys go with which verb is checked in tables.py."""

    verb: Literal["set", "scale", "shift", "add", "remove", "alter"]
    parameter: DottedId | None = None
    amount: Formula = None
    channel: ChannelTable | None = None
    target: Id | None = None
    attribute: records.Attribute | None = None
    why: Prose = ""
    for_forms: list[Id] = []


class OptionTable(Table):
    """One of ``options``."""

    id: Id
    title: Line
    family: records.Family
    ranked: bool = True
    cost_bearer: Prose = ""
    civilian_effect: Prose = "not modelled"
    rationale: Prose = ""
    quote: Prose = ""
    source: Line = ""
    backfires: Prose = ""
    refs: Refs = []
    changes: Annotated[list[ChangeTable], Field(max_length=100)] = []


class ScenarioTable(Table):
    """One of ``scenarios``."""

    id: Id
    title: Line
    about: Prose = ""
    values: dict[DottedId, Finite] = {}
    rungs: dict[Id, Annotated[int, Field(ge=0, le=100)]] = {}
    refs: Refs = []


class OrderingTable(Table):
    """One of ``orderings``."""

    id: Id
    claim: Prose
    actor: Id
    descending: Annotated[list[Formula], Field(min_length=2, max_length=20)]
    contested: bool = False
    values: dict[DottedId, Finite] = {}
    reason: Prose = ""
    refs: Refs = []


class StateTable(Table):
    """Not written by hand: what ``save`` notes of a model that was changed."""

    applied: dict[Id, Share] = {}
    overridden: list[DottedId] = []
    scenario: Line = ""
    closed: list[Id] = []


class ModelTable(Table):
    """The whole file."""

    schema_: Literal["deterrence-model/1"] = Field(alias="schema")
    title: Line
    about: Prose = ""
    source: Prose = "illustrative"
    period_days: Annotated[float, Field(gt=0, allow_inf_nan=False)] = 7.0
    sources: dict[Id, SourceTable] = {}
    actors: Annotated[list[ActorTable], Field(max_length=500)] = []
    ties: Annotated[list[TieTable], Field(max_length=2000)] = []
    parameters: Annotated[list[ParameterTable], Field(max_length=5000)] = []
    channels: Annotated[list[ChannelTable], Field(max_length=2000)] = []
    games: Annotated[list[GameTable], Field(max_length=500)] = []
    options: Annotated[list[OptionTable], Field(max_length=500)] = []
    scenarios: Annotated[list[ScenarioTable], Field(max_length=500)] = []
    orderings: Annotated[list[OrderingTable], Field(max_length=2000)] = []
    state: StateTable = StateTable()


def read_table(data: Mapping[str, Any], file: str) -> ModelTable:
    """Check keys and types of a parsed model file.

    Raises
    ------
    ModelError
        For the first fault, naming file, key, what was seen and what is allowed.
    """
    try:
        return ModelTable.model_validate(data)
    except ValidationError as error:
        raise as_model_error(error, data, file) from None
