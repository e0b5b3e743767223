"""What sessions share is worked out once, however many ask for it, and is bounded."""

import threading

import pytest
from lab import sharing
from lab.sharing import in_turn, shared


def test_all_who_ask_at_once_wait_for_one_who_works():
    asked, may_go_on, worked = threading.Barrier(6), threading.Event(), []

    @shared(4)
    def slow(world):
        worked.append(world)
        may_go_on.wait(20)
        return object()

    found = []

    def ask():
        asked.wait(20)
        found.append(slow("a"))

    threads = [threading.Thread(target=ask) for _ in range(5)]
    for thread in threads:
        thread.start()
    asked.wait(20)
    assert worked in ([], ["a"])
    may_go_on.set()
    for thread in threads:
        thread.join(20)
    assert worked == ["a"] and len(found) == 5 and len(set(map(id, found))) == 1


def test_what_was_not_asked_for_longest_is_forgotten_first():
    worked = []

    @shared(2)
    def name(world):
        worked.append(world)
        return world.upper()

    assert [name(world) for world in "abacab"] == list("ABACAB")
    assert worked == ["a", "b", "c", "b"]


def test_a_failure_is_not_kept_and_holds_nobody_up():
    worked = []

    @shared(2)
    def fail(world):
        worked.append(world)
        raise ValueError(world)

    for _ in range(2):
        with pytest.raises(ValueError, match="a"):
            fail("a")
    assert worked == ["a", "a"]


def test_turns_are_taken_one_after_the_other_but_nobody_waits_for_ever(monkeypatch):
    may_end, begun, order = threading.Event(), threading.Event(), []

    def solve_long():
        with in_turn():
            begun.set()
            may_end.wait(20)
            order.append("long")

    slow = threading.Thread(target=solve_long)
    slow.start()
    begun.wait(20)
    monkeypatch.setattr(sharing, "PATIENCE", 0.05)
    with in_turn():
        order.append("impatient")
    monkeypatch.setattr(sharing, "PATIENCE", 20)
    threading.Timer(0.05, may_end.set).start()
    with in_turn():
        order.append("patient")
    slow.join(20)
    assert order == ["impatient", "long", "patient"]
