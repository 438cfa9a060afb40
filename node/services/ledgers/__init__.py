"""Ledgers (台账) of training runs: registered, filled, recorded in the log, shown, held against the record."""
