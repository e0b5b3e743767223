"""Questions asked of a model: measures, comparisons, thresholds, and their words."""
