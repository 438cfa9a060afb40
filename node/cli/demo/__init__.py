"""`deltabank demo`: four branches on one machine, told as a story, with the real commands."""

from node.cli.demo.command import register

__all__ = ["register"]
