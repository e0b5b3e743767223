"""What is read off each form: ROWS is the one table, MEASURES and HEADLINES are its two columns."""

from __future__ import annotations

from collections.abc import Mapping

from deterrence.study.rows import coalition, delegation, deterrence, matrix, restraint, tree
from deterrence.study.rows.headline import Headline
from deterrence.study.rows.measure import Measure

__all__ = ["HEADLINES", "MEASURES", "ROWS"]

#: Form -> its measures, and the figure and words that stand for it.
ROWS: Mapping[str, tuple[Mapping[str, Measure], Headline]] = {
    "coalition": (coalition.MEASURES, coalition.HEADLINE),
    "delegation": (delegation.MEASURES, delegation.HEADLINE),
    "deterrence": (deterrence.MEASURES, deterrence.HEADLINE),
    "linked_restraint": (restraint.LINKED, restraint.LINKED_HEADLINE),
    "matrix": (matrix.MEASURES, matrix.HEADLINE),
    "restraint": (restraint.SINGLE, restraint.SINGLE_HEADLINE),
    "tree": (tree.MEASURES, tree.HEADLINE),
}

#: Form -> measure -> how it is computed and read.
MEASURES: Mapping[str, Mapping[str, Measure]] = {form: measures for form, (measures, _) in ROWS.items()}

#: Form -> the figure and the words that stand for it.
HEADLINES: Mapping[str, Headline] = {form: headline for form, (_, headline) in ROWS.items()}
