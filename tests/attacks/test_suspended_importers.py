"""Attack: an operator who was suspended lets a long import run on."""

import pytest

from federation.clock import SteeredClock
from federation.errors import ActorRefused, ImportBrokenOff
from node.model.access import Duty
from tests.support.branches import START
from tests.support.deposits import add_units, operator
from tests.support.services import ACTOR, account_row, accounts_file, opened


@pytest.fixture
async def node(tmp_path):
    async with opened(tmp_path / "32", SteeredClock(START)) as node:
        await add_units(node)
        yield node


async def test_an_import_ends_with_the_unit_of_work_in_which_its_operator_is_suspended(node, tmp_path, monkeypatch):
    clerk = await operator(node, "填报员", "X1", Duty.FILING)
    path = accounts_file(tmp_path / "a.xlsx", [account_row(index) for index in range(2500)])
    file_accounts = node.importing._file_accounts
    filed = []

    async def then_suspended(taken, drafts):
        await file_accounts(taken, drafts)
        filed.append(len(drafts))
        if len(filed) == 1:
            await node.operators.suspend("填报员", actor=ACTOR)

    monkeypatch.setattr(node.importing, "_file_accounts", then_suspended)
    with pytest.raises(ImportBrokenOff) as broken:
        await node.importing.import_file(
            path, mode=None, institution="", actor=clerk, on_progress=lambda progress: None
        )
    assert broken.value.facts == {"file": "a.xlsx", "reason": "suspended", "filed": filed[0]}
    assert len(filed) == 1


async def test_an_operator_suspended_before_the_first_row_files_none(node, tmp_path):
    clerk = await operator(node, "填报员", "X1", Duty.FILING)
    await node.operators.suspend("填报员", actor=ACTOR)
    path = accounts_file(tmp_path / "a.xlsx", [account_row(0)])
    with pytest.raises(ActorRefused) as refused:
        await node.importing.import_file(
            path, mode=None, institution="", actor=clerk, on_progress=lambda progress: None
        )
    assert refused.value.facts == {"reason": "suspended"}
