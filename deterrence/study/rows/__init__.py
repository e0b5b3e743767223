"""What is read off each form: ROWS is the one table, MEASURES and HEADLINES are its two columns."""

from __future__ import annotations

from collections.abc import Mapping

from deterrence.study.rows import (
    bargain,
    brinkmanship,
    cheap_talk,
    coalition,
    crisis,
    delegation,
    deterrence,
    extended_deterrence,
    ladder,
    matrix,
    mediation,
    power_shift,
    restraint,
    standoff,
    threat,
    tree,
    trust,
)
from deterrence.study.rows.headline import Headline
from deterrence.study.rows.measure import Measure

__all__ = ["HEADLINES", "MEASURES", "ROWS"]

#: Form -> its measures, and the figure and words that stand for it.
ROWS: Mapping[str, tuple[Mapping[str, Measure], Headline]] = {
    "bargain": (bargain.MEASURES, bargain.HEADLINE),
    "brinkmanship": (brinkmanship.MEASURES, brinkmanship.HEADLINE),
    "cheap_talk": (cheap_talk.MEASURES, cheap_talk.HEADLINE),
    "coalition": (coalition.MEASURES, coalition.HEADLINE),
    "crisis": (crisis.MEASURES, crisis.HEADLINE),
    "delegation": (delegation.MEASURES, delegation.HEADLINE),
    "deterrence": (deterrence.MEASURES, deterrence.HEADLINE),
    "extended_deterrence": (extended_deterrence.MEASURES, extended_deterrence.HEADLINE),
    "ladder": (ladder.MEASURES, ladder.HEADLINE),
    "linked_restraint": (restraint.LINKED, restraint.LINKED_HEADLINE),
    "matrix": (matrix.MEASURES, matrix.HEADLINE),
    "mediation": (mediation.MEASURES, mediation.HEADLINE),
    "power_shift": (power_shift.MEASURES, power_shift.HEADLINE),
    "private_brinkmanship": (brinkmanship.PRIVATE, brinkmanship.PRIVATE_HEADLINE),
    "restraint": (restraint.SINGLE, restraint.SINGLE_HEADLINE),
    "standoff": (standoff.MEASURES, standoff.HEADLINE),
    "threat": (threat.MEASURES, threat.HEADLINE),
    "tree": (tree.MEASURES, tree.HEADLINE),
    "trust": (trust.MEASURES, trust.HEADLINE),
}

#: Form -> measure -> how it is computed and read.
MEASURES: Mapping[str, Mapping[str, Measure]] = {form: measures for form, (measures, _) in ROWS.items()}

#: Form -> the figure and the words that stand for it.
HEADLINES: Mapping[str, Headline] = {form: headline for form, (_, headline) in ROWS.items()}
