"""Generated from ``proto/node/v1`` by ``make proto``; never edited by hand."""
