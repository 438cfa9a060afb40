"""A report as one signed PDF: paper, content and signed records in a file that proves itself offline."""
