"""Evidence: models held against dated moves, precision and payoffs estimated from moves, crises fitted to data."""
