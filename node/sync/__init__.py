"""Keeping copies of the other branches' logs: hear, verify, pull, watch, schedule."""
