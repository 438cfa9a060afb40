"""Shows that a node makes a service when it is asked for, once, and all of them for a server."""

from functools import cached_property

from node.bootstrap import Node, open_node
from tests.support.services import new_folder

MADE_LATE = {name for name, one in vars(Node).items() if isinstance(one, cached_property)}


async def test_what_is_asked_for_is_made_once_with_what_it_needs_and_nothing_else(tmp_path):
    async with open_node(await new_folder(tmp_path / "32", "32")) as node:
        assert node.looks is node.looks
        assert vars(node).keys() & MADE_LATE == {"units", "looks"}
        node.make_all()
        assert vars(node).keys() >= MADE_LATE
        assert node.reports is node.reports
