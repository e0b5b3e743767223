"""The page's own parts: session state, cached results, the frame, and one script per page."""
