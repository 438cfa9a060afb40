"""What a node keeps besides logs: accounts, imports, an audit trail. Values only."""
