"""Attack: somebody acts under a name that isn't theirs, by the environment or by a name that looks like one."""

import os
import pwd

import pytest

from federation.clock import SteeredClock
from federation.errors import ActorRefused, UnitRefused
from node.cli.console.node_access import acting
from node.model.access import Duty
from tests.support.branches import START
from tests.support.deposits import add_units, operator
from tests.support.services import ACTOR, opened


@pytest.fixture
async def node(tmp_path):
    async with opened(tmp_path / "32", SteeredClock(START)) as node:
        await add_units(node)
        yield node


async def test_the_environment_names_nobody(node, monkeypatch):
    await operator(node, "bob", "S1", Duty.REVIEW)
    for variable in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(variable, "bob")
    assert (await acting("", node)).name == f"local:{pwd.getpwuid(os.getuid()).pw_name}"


async def test_a_number_without_a_user_is_named_by_the_number(node, monkeypatch):
    monkeypatch.setattr(os, "getuid", lambda: 4_000_000)
    assert (await acting("", node)).name == "local:uid-4000000"


@pytest.mark.parametrize("name", ["local:root", "LOCAL:root", "ｌｏｃａｌ：root", " local: root"])
async def test_no_operator_is_called_as_a_local_administrator_is(node, name):
    with pytest.raises(ActorRefused):
        await node.operators.acting(name, "root")
    with pytest.raises(UnitRefused) as refused:
        await node.operators.add(name, unit=await node.units.by_code("S1"), duties=(Duty.FILING,), actor=ACTOR)
    assert refused.value.facts == {"reason": "operator-name"}
