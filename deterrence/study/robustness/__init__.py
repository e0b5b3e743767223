"""How far a result holds: regret across options, the boxes in which an option fails, the smallest change that flips."""
