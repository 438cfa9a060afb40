"""Conversion guidance (转换指导): what each branch would grant for a person's records, without commitment."""
