"""Who files for whom: units, one under another, and the people who act for them."""
