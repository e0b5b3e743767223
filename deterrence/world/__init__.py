"""What exists in a case, and how options change it; no game theory."""
