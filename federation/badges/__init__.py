"""Achievements as Open Badges 3.0 credentials: made, signed as VC-JWT, verified offline against a roster."""
