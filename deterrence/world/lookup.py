"""Records by id: the read-only mapping that holds every kind of record of a model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, ValuesView
from typing import Any, Generic, Protocol, TypeVar

from deterrence.errors import ModelError, shorten, suggest


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


R = TypeVar("R", bound=_HasId)


class Records(Mapping[str, R], Generic[R]):
    """An ordered, read-only mapping of records by id, whose misses suggest near ids.

    Parameters
    ----------
    kind
        What the records are, for messages: ``"parameter"``.
    records
        The records in file order.

    Raises
    ------
    ModelError
        If an id stands twice.
    """

    def __init__(self, kind: str, records: tuple[R, ...] = ()) -> None:
        self.kind = kind
        self._by_id: dict[str, R] = {}
        for record in records:
            if record.id in self._by_id:
                where = f"{kind} '{shorten(record.id)}'"
                raise ModelError(where, "the id stands twice", "each id once", "rename one of them")
            self._by_id[record.id] = record

    def __getitem__(self, key: str) -> R:
        """Return the record with this id.

        Raises
        ------
        ModelError
            If there is none; the message names near ids.
        """
        try:
            return self._by_id[key]
        except (KeyError, TypeError):
            where = f"{self.kind} '{shorten(str(key))}'"
            raise ModelError(where, "there is no such id", "", suggest(str(key), self._by_id)) from None

    def __contains__(self, key: object) -> bool:
        try:
            return key in self._by_id
        except TypeError:  # a list is nobody's id
            return False

    def get(self, key: str, default: Any = None) -> Any:
        """Return the record with this id, or the default."""
        return self._by_id.get(key, default)

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_id)

    def values(self) -> ValuesView[R]:
        """Return the records in order; a mapping's own way would look every id up."""
        return self._by_id.values()

    def __len__(self) -> int:
        return len(self._by_id)

    def __repr__(self) -> str:
        return f"Records({self.kind}: {', '.join(self._by_id)})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Records) and self.kind == other.kind and list(self.values()) == list(other.values())

    __hash__ = None  # type: ignore[assignment]  # a mapping is compared by content and not hashed

    def updated(self, *records: R) -> Records[R]:
        """Return a copy in which the given records replace those with their ids, or follow at the end."""
        copy = Records[R](self.kind)
        # Not through the constructor, which would look at every id again: a portfolio updates once per change.
        copy._by_id = {**self._by_id, **{record.id: record for record in records}}
        return copy

    def without(self, key: str) -> Records[R]:
        """Return a copy without the record of this id."""
        return Records(self.kind, tuple(record for record in self.values() if record.id != key))
