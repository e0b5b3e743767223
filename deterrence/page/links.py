"""Links that carry a whole setup: a version, then short readable keys, every one checked when a link is opened.

``?v=1&case=levant_2024&start=air_war&options=backchannels+missile_defence%3D0.5&set=israel.patience%3D0.9``
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlencode

from deterrence.errors import DeterrenceError, ModelError, shorten, suggest
from deterrence.page.setup import Setup, check_setup
from deterrence.study.evaluation import BASELINE, portfolio_text
from deterrence.world.files import available
from deterrence.world.model import Model
from deterrence.world.options import read_portfolio
from deterrence.world.settings import read_settings

VERSION = "1"
#: A link of every parameter of the largest case stays far below this; what is longer was not made here.
MAX_LENGTH = 40_000
#: Digits of a model's digest that a link carries, enough to notice that the case has changed since.
DIGEST_DIGITS = 8

_WORLD = ("case", "model", "start", "options", "set", "without")
_LOOKED_AT = ("objective", "game", "refinement", "equilibrium", "axes", "map", "figure", "beside", "draws")
_KEYS = ("v", *_WORLD, *_LOOKED_AT)


def write_query(setup: Setup, digest: str) -> dict[str, str]:
    """Return the keys and values of a link.

    Parameters
    ----------
    setup
        What to restore.
    digest
        The digest of the case as it is now.
    """
    values = ",".join(f"{id}={write_number(value)}" for id, value in setup.values)
    options = portfolio_text(dict(setup.options))
    parts = {
        "v": VERSION,
        "case": setup.case,
        "model": digest[:DIGEST_DIGITS],
        "start": setup.scenario,
        "options": "" if options == BASELINE else options,
        "set": values,
        "objective": setup.objective,
        "game": setup.game,
        "without": ",".join(setup.without),
        "refinement": setup.refinement,
        "equilibrium": setup.equilibrium,
        "axes": ",".join(setup.axes),
        "map": setup.mapped,
        "figure": setup.figure,
        "beside": ",".join(setup.beside),
        "draws": str(setup.draws or ""),
    }
    return {key: value for key, value in parts.items() if value}


def write_link(address: str, setup: Setup, digest: str) -> str:
    """Return a whole link: the address of a page, and the query."""
    return f"{address.partition('?')[0]}?{urlencode(write_query(setup, digest))}"


def write_number(value: float) -> str:
    """Return a number as briefly as it reads back to the same one.

    Examples
    --------
    >>> write_number(0.5), write_number(1.0), write_number(0.1 + 0.2)
    ('0.5', '1', '0.30000000000000004')
    """
    short = f"{value:g}"
    return short if float(short) == value else repr(value)


def read_query(query: Mapping[str, str], load: Callable[[str], Model]) -> tuple[Setup, str] | None:
    """Return the setup of a link and a note for the reader, or None where the address carries no link.

    Parameters
    ----------
    query
        Keys and values, decoded.
    load
        Returns a model by name. Only names under ``models`` are asked for, never a path.

    Returns
    -------
    tuple of Setup and str
        The note is empty unless the case has changed since the link was made.

    Raises
    ------
    DeterrenceError
        With one sentence on what is wrong with the link.
    """
    if not query.keys() & set(_KEYS):
        return None
    if sum(map(len, query.values())) > MAX_LENGTH:
        raise ModelError("the link", "it is too long", f"at most {MAX_LENGTH} characters")
    if not query.get("v"):
        saw = "it is incomplete: it does not say which version of links it is"
        raise ModelError("the link", saw, "", "copy it whole, from the first to the last character")
    if query["v"] != VERSION:
        raise ModelError("the link", f"saw version '{shorten(query['v'], 12)}'", f"version {VERSION}")
    case = query.get("case", "")
    known = available()
    if case not in known:
        if case.endswith(".toml"):
            saw = "it belongs to a model file, which a link does not carry"
            raise ModelError("the link", saw, "a case of the list", "upload the file, then set the levers again")
        raise ModelError("the link", f"there is no case '{shorten(case)}'", "", suggest(case, known))
    try:
        model = load(case)
        options = read_portfolio(model, query["options"]) if query.get("options") else {}
        values = read_settings(query["set"].split(",")) if query.get("set") else {}
        setup = Setup(
            case,
            query.get("start", ""),
            tuple(sorted((id, strength) for id, strength in options.items() if strength > 0)),
            tuple(sorted(values.items())),
            query.get("objective", ""),
            query.get("game", ""),
            tuple(sorted({id for id in query.get("without", "").split(",") if id})),
            query.get("refinement", ""),
            query.get("equilibrium", ""),
            tuple(id for id in query.get("axes", "").split(",") if id),
            query.get("map", ""),
            query.get("figure", ""),
            tuple(id for id in query.get("beside", "").split(",") if id),
            _read_count(query.get("draws", "")),
        )
        setup = check_setup(setup, model)
    except DeterrenceError as error:
        raise ModelError("the link", str(error).rstrip("."), "") from None
    is_same = query.get("model", "") in ("", model.digest[:DIGEST_DIGITS])
    note = "" if is_same else "The case has changed since this link was made; the figures may differ from those shared."
    return setup, note


def _read_count(text: str) -> int:
    """Return a number of draws, 0 for an empty text."""
    if not text:
        return 0
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        raise ModelError("draws", f"saw '{shorten(text, 40)}'", "a whole number")
    return int(text)
