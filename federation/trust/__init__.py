"""Who belongs to the federation: roster, joining, certificates, the wrapped federation key."""
