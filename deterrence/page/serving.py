"""Where the web page lives, and the command that serves it on this machine only."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from deterrence.errors import DeterrenceError, shorten

#: What names the folder of finished sweeps, to the command and to the page that it serves.
RUNS = "--runs"

_PACKAGE = Path(__file__).resolve().parent.parent

#: One accent per theme, dark enough on light ground and light enough on dark. Naming both leaves the choice of theme to
#: the reader's system.
_ACCENTS = {"light": "#1b5e8c", "dark": "#7cc0f0"}


def page_file() -> Path:
    """Return the page's entry file: the checkout's, or the copy that the package carries."""
    checkout = _PACKAGE.parent
    folder = checkout / "apps" if (checkout / "pyproject.toml").is_file() else _PACKAGE / "_apps"
    return folder / "server.py"


def serve_command(port: int, *, runs: str | Path | None = None) -> list[str]:
    """Return the command line that serves the page on 127.0.0.1.

    Parameters
    ----------
    port
        Where it listens.
    runs
        A folder beneath which the page may open finished sweeps; None means that it opens none.

    Raises
    ------
    DeterrenceError
        If Streamlit is not installed, the port is none that a user may open, or there is no such folder.
    """
    if importlib.util.find_spec("streamlit") is None:
        raise DeterrenceError("the page", "Streamlit is not installed", "", "run: pip install 'deterrence[app]'")
    if not 1024 <= port <= 65535:
        raise DeterrenceError("--port", f"saw {port}", "1024 to 65535")
    settings = ["--server.address=127.0.0.1", f"--server.port={port}", "--server.headless=true"]
    quiet = ["--browser.gatherUsageStats=false", "--client.showErrorLinks=false", "--client.toolbarMode=minimal"]
    # Nobody edits the page while it is served; what fails inside of it is told on the terminal, not to the reader.
    quiet += ["--server.fileWatcherType=none", "--client.showErrorDetails=none"]
    # Streamlit would have Python look for garbage in all that is kept after every move of every reader, in which time
    # nobody is served; left to itself, Python looks when enough has gathered.
    quiet += ["--runner.postScriptGC=false"]
    themes = [f"--theme.{theme}.primaryColor={colour}" for theme, colour in _ACCENTS.items()]
    shown = [] if runs is None else ["--", RUNS, str(_folder(runs))]
    return [sys.executable, "-m", "streamlit", "run", str(page_file()), *settings, *quiet, *themes, *shown]


def runs_folder(arguments: Sequence[str]) -> Path | None:
    """Return the folder of finished sweeps among the arguments that the page was served with, or None.

    Examples
    --------
    >>> runs_folder(["server.py", "--runs", "finished"]).name, runs_folder(["server.py"])
    ('finished', None)
    """
    given = dict(pairwise(arguments)).get(RUNS)
    return None if given is None else Path(given)


def _folder(given: str | Path) -> Path:
    try:
        folder = Path(given).expanduser().resolve()
        if folder.is_dir():
            return folder
    except (OSError, ValueError, RuntimeError):
        pass
    raise DeterrenceError(RUNS, f"there is no folder '{shorten(str(given), 150)}'", "a folder with finished sweeps")
