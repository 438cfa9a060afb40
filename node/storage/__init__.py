"""Where a node keeps things: the only package that speaks SQL."""
