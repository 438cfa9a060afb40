"""The yearly assessment: results against the catalogue counted, small groups left out, published, read from any log."""
