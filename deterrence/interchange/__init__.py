"""Games and results in the formats of other software."""
