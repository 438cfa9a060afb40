"""Conversion rules of this branch, from draft to publication; and what every branch published."""
