"""Entries and what they are about: pure values and functions, no clock, no randomness."""
