"""Exercises: an educator writes them as data, students answer a bundle without keys, the engine marks the answers."""
