"""Whether the logs held here are whole, and what to do when they aren't."""
