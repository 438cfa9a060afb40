"""The command line: each group of commands in its own module, all over the same services.

Source: DESIGN section 9.
"""
