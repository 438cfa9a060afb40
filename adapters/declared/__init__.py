"""Adapters that are declared, not coded: a TOML file names columns, code lists and checks.

For Anhui, Shanghai and whoever comes next: no rule of theirs is in our sources, so none
is invented for them. ``neutral.toml`` is where they start.
"""
