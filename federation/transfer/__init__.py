"""The transfer of achievements between branches: entries, tables, and one pure replay for everybody."""
