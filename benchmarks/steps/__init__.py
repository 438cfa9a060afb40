"""What is measured, each in a process of its own: ``python -m benchmarks.steps.NAME JSON``.

A step reads its settings from its one argument and prints its figures as the last line of its
output, so that no step's memory, warmed code or open files are another's.
"""
