"""Templates that every branch offers beside its own: degree results and certificates.

Both classes of achievement come in by batch import (seed 001, 学习成果存入); these layouts are
ours, not a province's, and hold no province's rule.
"""
