"""Records by id: an ordered mapping whose misses are sentences."""

from __future__ import annotations

from typing import Any

import pytest

from deterrence.errors import ModelError
from deterrence.world.files import read
from deterrence.world.lookup import Records
from deterrence.world.records import Parameter
from tests.world.worlds import EVERYTHING, parameter


def test_records_are_an_ordered_mapping() -> None:
    actors = read(EVERYTHING).actors
    assert list(actors) == ["north", "south", "port"] and len(actors) == 3
    assert "north" in actors and "nowhere" not in actors
    assert actors.get("nowhere") is None and actors.get("north") is actors["north"]
    assert repr(actors) == "Records(actor: north, south, port)"
    assert actors == read(EVERYTHING).actors != read(EVERYTHING).channels
    assert actors != {"north": 1}
    with pytest.raises(TypeError):
        hash(actors)


@pytest.mark.parametrize("key", ["nort", "x" * 10_000, "a\nb", 3, None, ["a"], ("a",)])
def test_a_missing_record_is_a_one_line_model_error(key: Any) -> None:
    with pytest.raises(ModelError) as caught:
        read(EVERYTHING).actors[key]
    message = str(caught.value)
    assert message.startswith("actor '") and "there is no such id" in message
    assert "\n" not in message and len(message) < 400


def test_misses_suggest_near_ids_or_list_the_known() -> None:
    actors = read(EVERYTHING).actors
    with pytest.raises(ModelError, match="did you mean 'south'"):
        actors["souht"]
    with pytest.raises(ModelError, match="known are: north, port, south"):
        actors["zzz"]
    with pytest.raises(ModelError, match="none is defined"):
        Records[Parameter]("parameter")["zzz"]


def test_records_with_one_id_twice_are_refused() -> None:
    with pytest.raises(ModelError, match="parameter 'p': the id stands twice"):
        Records("parameter", (parameter("p"), parameter("p", 1.0)))


def test_updated_and_without_return_copies_in_order() -> None:
    records = Records("parameter", (parameter("p"), parameter("q")))
    assert list(records.updated(parameter("r"), parameter("p", 2.0))) == ["p", "q", "r"]
    assert records.updated(parameter("p", 2.0))["p"].value == 2.0
    assert list(records.without("p")) == ["q"] and list(records) == ["p", "q"]
    assert list(records.without("zzz")) == ["p", "q"]
