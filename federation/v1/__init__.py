"""Generated from ``proto/federation/v1`` by ``make proto``; never edited by hand."""
