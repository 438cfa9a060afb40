"""Later entries about earlier ones, and accounts put right: nothing is edited in place."""
