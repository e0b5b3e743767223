"""Games from files, and the tables of what is found in them."""

import json
import os
from fractions import Fraction

import pytest

import deterrence as dt
from deterrence.interchange.efg import write_efg
from deterrence.interchange.nfg import write_nfg
from deterrence.study.documents import write_document
from deterrence.study.exports import export_text
from deterrence.study.game_files import COLUMNS, MAX_BYTES, default_concept, member_table, read_game, strategy_table
from tests.shipped import shipped

CHICKEN = dt.Matrix([[[6, 2], [7, 0]], [[6, 7], [2, 0]]], players=["row", "column"], name="chicken")


def test_the_ending_of_its_name_says_how_a_file_is_read(tmp_path):
    tree = dt.formulate(shipped("textbook/uncertain_resolve"), "crisis")
    for name, text in (
        ("a.nfg", write_nfg(CHICKEN)),
        ("b.EFG", write_efg(tree)),
        ("c.json", write_document(CHICKEN)),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_game(tmp_path / "a.nfg").payoffs.tolist() == CHICKEN.payoffs.tolist()
    assert read_game(tmp_path / "b.EFG").root == tree.root
    assert read_game(str(tmp_path / "c.json")).name == "chicken"


@pytest.mark.parametrize("name", list(dt.available()))
def test_json_of_any_form_holds_game_equilibria_and_run_card_and_is_read_back(name, tmp_path):
    model = shipped(name)
    for id in model.games:
        text = export_text(model, id, "json", command="deterrence export")
        document = json.loads(text)
        assert document["run_card"]["command"] == "deterrence export"
        assert document["game"]["form"] == model.games[id].form
        assert document["found"]["status"] in ("complete", "exhausted", "one")
        assert all("payoffs" in member and "regret" in member for member in document["equilibria"])
        (tmp_path / "game.json").write_text(text, encoding="utf-8")
        game = dt.formulate(model, id)
        assert write_document(read_game(tmp_path / "game.json")) == write_document(game)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("game.toml", b"", "saw the ending '.toml'; allowed is .nfg, .efg, .json; use 'deterrence run'"),
        ("game", b"", "saw the ending ''"),
        ("game.nfg", b"", "game.nfg, line 1, column 1: saw the end of the text"),
        ("game.efg", b"\xff\xfe\x00binary", "it is not UTF-8 text"),
        ("game.nfg", b" " * (MAX_BYTES + 1), "it is too large"),
        ("game.json", b"[" * 100_000, "game.json, line 1, column 1: saw no JSON"),
        ("game.nfg", b'NFG 1 R "' + b"\\" * 5000, "line 1, column 9: saw a quotation mark that nothing closes"),
        ("game.efg", b'EFG 2 R "x" { ' + b'"a" ' * 5000, "saw more than 1000 players"),
        ("game.nfg", b'NFG 1 R "x" { "A" "B" } { 1000000000 2 } 1', "saw '1000000000'"),
        ("game.nfg", b'NFG 1 R "x" { "A" } { 1 } ' + b"9" * 50_000, "payoff 1 of 1, a number such as"),
    ],
)
def test_a_file_at_fault_gets_one_sentence(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(dt.GameError) as caught:
        read_game(tmp_path / name)
    assert said in str(caught.value) and len(str(caught.value)) < 400 and "\n" not in str(caught.value)


def test_what_is_no_file_is_refused(tmp_path):
    (tmp_path / "chicken.nfg").write_text(write_nfg(CHICKEN))
    with pytest.raises(dt.GameError, match=r"there is no such file; did you mean 'chicken\.nfg'"):
        read_game(tmp_path / "chickn.nfg")
    (tmp_path / "folder.nfg").mkdir()
    with pytest.raises(dt.GameError, match=r"not a regular file|cannot be read"):
        read_game(tmp_path / "folder.nfg")
    os.mkfifo(tmp_path / "pipe.nfg")
    with pytest.raises(dt.GameError, match="not a regular file"):
        read_game(tmp_path / "pipe.nfg")
    with pytest.raises(dt.GameError, match="cannot be read"):
        read_game("\0.nfg")


def test_a_set_of_equilibria_is_no_game(tmp_path):
    (tmp_path / "found.json").write_text(write_document(dt.solve(CHICKEN)))
    with pytest.raises(dt.GameError, match="saw a EquilibriumSet; allowed is a game"):
        read_game(tmp_path / "found.json")


def test_tables_hold_every_equilibrium_and_what_is_played():
    found = dt.solve(CHICKEN)
    table = strategy_table(CHICKEN, found)
    assert list(table) == COLUMNS and set(table["equilibrium"]) == {member.name for member in found.members}
    mixed = table[table["probability"] != 1]
    assert mixed["probability"].tolist() == [Fraction(2, 3), Fraction(1, 3)] * 2
    assert set(mixed["payoff"]) == {Fraction(14, 3)} and set(table["regret"]) == {0}
    members = member_table(found)
    assert list(members) == ["equilibrium", "selected", "payoff row", "payoff column", "regret"]
    assert members["selected"].tolist() == ["worst", "", ""]


def test_three_players_are_solved_by_their_supports():
    assert default_concept(CHICKEN) == "nash"
    assert default_concept(dt.Matrix([[[[1]]]] * 3)) == "support_enumeration"
