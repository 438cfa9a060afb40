"""A person's own deposit: stated with evidence, decided on by the unit competent for its class."""
