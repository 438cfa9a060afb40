"""Commands for a person's own deposits."""
