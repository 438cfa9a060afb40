"""Commands on conversion: rules, guidance, credit."""
