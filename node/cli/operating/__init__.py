"""Commands of those who run the node."""
