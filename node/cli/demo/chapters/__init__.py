"""The story's chapters, a module a subject: each runs real commands and holds what they say."""
