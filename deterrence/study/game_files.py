"""Games from files of other software, or of our own, and what is found in them as tidy tables."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deterrence.errors import GameError, shorten, suggest
from deterrence.games.form import Form
from deterrence.games.matrix import Matrix
from deterrence.interchange.efg import read_efg
from deterrence.interchange.nfg import read_nfg
from deterrence.solvers.solution import EquilibriumSet
from deterrence.study.documents import read_document

if TYPE_CHECKING:
    import pandas as pd

#: Largest file, in bytes.
MAX_BYTES = 10_000_000

COLUMNS = ["game", "equilibrium", "player", "information_set", "action", "probability", "payoff", "regret"]

_READERS = {".nfg": read_nfg, ".efg": read_efg, ".json": read_document}


def read_game(path: str | Path) -> Form:
    """Return the game that a file holds, by the ending of its name.

    Parameters
    ----------
    path
        A file of Gambit (``.nfg``, ``.efg``), or a game as JSON (``.json``), as ``deterrence export`` and
        ``write_document`` write it.

    Raises
    ------
    GameError
        If the file cannot be read, is larger than ``MAX_BYTES``, or holds no game; with line and column where the text
        is at fault.
    """
    path = Path(path)
    file = shorten(path.name or str(path))
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        remedy = "use 'deterrence run' for a model file" if path.suffix.lower() == ".toml" else ""
        raise GameError(file, f"saw the ending '{shorten(path.suffix)}'", ", ".join(_READERS), remedy)
    game = reader(_text(path, file), file=file)
    if not isinstance(game, Form):
        raise GameError(file, f"saw a {type(game).__name__}", "a game")
    return game


def digest(path: str | Path) -> str:
    """Return the SHA-256 of a file that ``read_game`` has read, in hexadecimal digits."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def default_concept(game: Form) -> str:
    """Return the concept for a game that nobody chose one for: the form's own, where it takes so many players."""
    if isinstance(game, Matrix) and game.n_players > 2:
        return "support_enumeration"
    return game.default_concept


def strategy_table(game: Form, found: EquilibriumSet) -> pd.DataFrame:
    """Lay out what everybody does in every equilibrium, one row per action that is played.

    Returns
    -------
    DataFrame
        Columns ``game``, ``equilibrium``, ``player`` (or what else acts, such as a mediator's device),
        ``information_set``, ``action``, ``probability``, ``payoff`` (of the player in that equilibrium, payoff units)
        and ``regret`` (of the equilibrium, payoff units). Fractions stay fractions.
    """
    import pandas as pd

    rows: list[list[Any]] = []
    for member in found.members:
        payoffs = dict(zip(found.players, member.payoffs, strict=True))
        for player, strategy in member.strategies.items():
            for information_set, mixed in strategy.items():
                for action, probability in mixed.items():
                    if probability:
                        act = [player, information_set, action, probability]
                        rows.append([game.name, member.name, *act, payoffs.get(player), member.regret])
    return pd.DataFrame(rows, columns=COLUMNS, dtype=object)


def member_table(found: EquilibriumSet) -> pd.DataFrame:
    """Lay out the equilibria, one row each: whether it is the one shown for a headline, payoffs, regret."""
    import pandas as pd

    rows: list[dict[str, Any]] = []
    for member in found.members:
        shown = found.rule if found.selected is member else ""
        payoffs = {f"payoff {player}": value for player, value in zip(found.players, member.payoffs, strict=True)}
        rows.append({"equilibrium": member.name, "selected": shown, **payoffs, "regret": member.regret})
    return pd.DataFrame(rows, dtype=object)


def _text(path: Path, file: str) -> str:
    try:
        # Not blocking, so that a pipe cannot hang the reader.
        with open(os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0)), "rb") as stream:
            if not stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
                raise GameError(file, "it is not a regular file", "a file of a game")
            content = stream.read(MAX_BYTES + 1)
    except FileNotFoundError:
        near = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
        fitting = [name for name in near if name.endswith(path.suffix)]
        raise GameError(file, "there is no such file", "", suggest(path.name, fitting) if fitting else "") from None
    except (OSError, ValueError) as error:
        raise GameError(file, f"it cannot be read ({getattr(error, 'strerror', error)})", "a readable file") from None
    if len(content) > MAX_BYTES:
        raise GameError(file, "it is too large", f"at most {MAX_BYTES:,} bytes")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        raise GameError(file, "it is not UTF-8 text", "a text file") from None
