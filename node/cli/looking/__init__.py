"""Commands of those who look up, prove and verify."""
