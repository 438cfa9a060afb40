"""Training projects: declared by units, reviewed by the unit above, planned by the year, put on record."""
