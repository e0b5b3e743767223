"""Sweeps: the uncertain parameters drawn many times, every option over the same draws, chunk by chunk into a folder."""
