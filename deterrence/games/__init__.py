"""The mathematics: one module per form of game; a form checks a profile, none solves itself."""
