"""Screening filed results for severe distortion (严重失真): facts in, explained findings out.

Pure: no database, no clock, no randomness that isn't seeded. What a rule measures stands in a module
of its own; what it holds that against is dated data in ``rules.toml``. A finding accuses nobody: it
points at rows, says what was measured, and waits for the unit's answer.

Source: 浙学银〔2019〕2号 三·（三）.
"""
