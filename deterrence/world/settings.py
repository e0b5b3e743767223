"""What is set by hand: values of parameters, read from text, and channels that are closed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from deterrence.errors import ModelError, shorten
from deterrence.world.expressions import scaled
from deterrence.world.model import Model, check_is_model


def close_channels(model: Model, channels: Iterable[str]) -> Model:
    """Return the world without some channels: each keeps its place, with a reliability of 0 that no option raises.

    A channel that is taken out of the records altogether, as the verb ``remove`` of an option does it, would leave
    games that name it without a number. Closed before options are applied; delay, secrecy and bias stay as they are.

    Raises
    ------
    ModelError
        For an unknown channel, with a suggestion.

    Examples
    --------
    >>> import deterrence as dt
    >>> model = dt.load("levant_2024")
    >>> dt.reach(model, "us", "iran") > 0, dt.reach(close_channels(model, ["us_oman"]), "us", "iran")
    (True, 0.0)
    """
    check_is_model(model)
    wanted = tuple(dict.fromkeys(channels))
    new = [model.channels[id] for id in wanted if id not in model.closed]
    shut = (replace(channel, reliability=scaled(channel.reliability, 0)) for channel in new)
    return replace(
        model, channels=model.channels.updated(*shut), closed=(*model.closed, *(channel.id for channel in new))
    )


def read_setting(text: str) -> tuple[str, float]:
    """Read one parameter value, as in ``israel.patience=0.9``.

    Raises
    ------
    ModelError
        If there is no equals sign, or no number after it.
    """
    id, equals, value = text.partition("=")
    try:
        return id.strip(), float(value)
    except ValueError:
        saw = f"saw '{shorten(value)}'" if equals else "saw no '='"
        where = f"--set {shorten(text)}"
        raise ModelError(where, saw, "an id and a number, as in --set israel.patience=0.9") from None


def read_settings(texts: Iterable[str]) -> dict[str, float]:
    """Read several parameter values, each as in ``read_setting``.

    Raises
    ------
    ModelError
        If one of them cannot be read, or a parameter is set twice.
    """
    values: dict[str, float] = {}
    for text in texts:
        id, value = read_setting(text)
        if id in values:
            raise ModelError(f"--set {shorten(text)}", f"'{shorten(id)}' is set twice", "each parameter once")
        values[id] = value
    return values
