"""Transfers between branches: asked for, answered, decided, ended; and what every branch owes, read from the logs."""
