"""Reports: their number, what they say and how they stand, and what a file of one proves offline."""
