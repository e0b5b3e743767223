"""Run the command line as ``python -m deterrence``."""

from deterrence.cli import main

main()
