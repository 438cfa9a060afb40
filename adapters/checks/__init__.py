"""Checks of single cells that more than one province needs."""
