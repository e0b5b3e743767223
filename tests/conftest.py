"""Settings that all tests share: property tests draw the same examples everywhere, so a failure is one that repeats.

The seed of each property test is its own text (Hypothesis derives the examples from it), so it needs no number.
"""

from hypothesis import settings

settings.register_profile("same_everywhere", derandomize=True, deadline=None, database=None)
settings.load_profile("same_everywhere")
