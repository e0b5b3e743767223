"""Array functions of the escalation ladder: moves, values, replies, their fixed point, deviations and paths."""
