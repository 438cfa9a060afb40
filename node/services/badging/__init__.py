"""Achievements as portable credentials, for the person who shows their document."""
