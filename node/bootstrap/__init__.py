"""Putting a node together: the only package that knows which class stands behind which port.

`foundation` is what every subject stands on; then a module a subject, each function of it one service;
`assembled` calls them, a line each, once they are asked for; `opening` is what commands, the server and tests begin
with. To add a subject: its module here, which makes its services over the `Foundation`, and its line in `assembled`.
"""

from node.bootstrap.assembled import Node
from node.bootstrap.opening import migrate, open_node

__all__ = ["Node", "migrate", "open_node"]
