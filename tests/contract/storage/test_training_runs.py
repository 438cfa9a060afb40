"""Shows that registered runs are found by project, unit and case on both databases, and are registered once."""

import msgspec

from federation.model.ledger import LedgerPart
from node.model.ledger_state import LedgerState
from node.storage.training_runs import TrainingRunRepository

ONE = LedgerState(
    project_code="P33010226000011",
    run=1,
    case_id="a" * 32,
    unit_id=7,
    digest=bytes(range(32)),
    parts=(LedgerPart.LEARNERS, LedgerPart.SIGN_IN),
    complete=(LedgerPart.LEARNERS,),
    recorded=(bytes(32), bytes(range(32))),
    fresh_files=("record/00ff",),
)
TWO = LedgerState(project_code=ONE.project_code, run=2, case_id="b" * 32, unit_id=7, digest=bytes(32))
OTHER = LedgerState(project_code="P33010226000022", run=1, case_id="c" * 32, unit_id=8, digest=bytes(32))


async def test_runs_are_found_by_project_unit_and_case(store):
    runs = TrainingRunRepository(store.database.write)
    for state in (TWO, OTHER, ONE):
        assert await runs.add(state)
    assert await runs.of_projects([OTHER.project_code, ONE.project_code, ONE.project_code]) == [ONE, TWO, OTHER]
    assert await runs.of_units([7]) == [ONE, TWO]
    assert await runs.of_units([]) == await runs.of_projects([]) == []
    assert await runs.of_case("c" * 32) == OTHER
    assert await runs.of_case("d" * 32) is None
    assert await runs.numbers([ONE.project_code, "P"]) == {ONE.project_code: {1, 2}}


async def test_a_run_is_registered_once_and_kept_as_it_stands_then(store):
    runs = TrainingRunRepository(store.database.write)
    assert await runs.add(TWO)
    assert not await runs.add(msgspec.structs.replace(TWO, case_id="e" * 32))
    noted = TWO.noted()
    await runs.keep(noted)
    assert await runs.of_projects([TWO.project_code]) == [noted]
    assert (noted.is_recorded, TWO.is_recorded) == (True, False)
