"""Workbooks: read in a child process under limits, recognised by their headers, written back."""
