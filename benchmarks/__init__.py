"""Speed, measured by `make bench` and never asserted in a test."""
