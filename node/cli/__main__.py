"""`python -m node.cli`, the same as `deltabank`."""

from node.cli.main import run

run()
