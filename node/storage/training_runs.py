"""Registered runs by project, with their ledgers' digests beside the sealed cases.

An import asks by project code which runs there are and whose ledger changed since it was recorded;
neither may cost the opening of a case.
"""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Column, Connection, Select, select

from federation.model.ledger import LedgerPart
from node.model.ledger_state import LedgerState
from node.storage.bulk import insert_if_absent, select_among, upsert
from node.storage.runner import Runner
from node.storage.schema import training_run

BY_PROJECT, BY_UNIT = training_run.c.project_code, training_run.c.unit_id
NUMBERS = select(training_run.c.project_code, training_run.c.run)
STATES = select(
    training_run.c.project_code,
    training_run.c.run,
    training_run.c.case_id,
    training_run.c.unit_id,
    training_run.c.digest,
    training_run.c.parts,
    training_run.c.complete,
    training_run.c.recorded,
    training_run.c.fresh_files,
)


class TrainingRunRepository:
    """Runs in one transaction or, by the database's own runner, each call in its own."""

    def __init__(self, run: Runner) -> None:
        self._run = run

    async def numbers(self, project_codes: Collection[str]) -> dict[str, frozenset[int]]:
        """Which runs of these projects are registered; a project without any is absent."""
        found: dict[str, set[int]] = {}
        for code, run in await self._run(_select_among, NUMBERS, BY_PROJECT, project_codes):
            found.setdefault(code, set()).add(run)
        return {code: frozenset(runs) for code, runs in found.items()}

    async def of_projects(self, project_codes: Collection[str]) -> list[LedgerState]:
        """The runs of these projects, by project and number."""
        return await self._among(BY_PROJECT, project_codes)

    async def of_units(self, unit_ids: Collection[int]) -> list[LedgerState]:
        """The runs of these units, by project and number."""
        return await self._among(BY_UNIT, unit_ids)

    async def of_case(self, case_id: str) -> LedgerState | None:
        """The run of that case."""
        row = await self._run(_select_of_case, case_id)
        return None if row is None else _state(row)

    async def add(self, state: LedgerState) -> bool:
        """Registers a run; False if the project has one of that number."""
        return await self._run(_insert, _row(state))

    async def keep(self, state: LedgerState) -> None:
        """Keeps how it stands now."""
        await self._run(upsert, training_run, [_row(state)])

    async def _among(self, column: Column[Any], values: Collection[Any]) -> list[LedgerState]:
        states = [_state(row) for row in await self._run(_select_among, STATES, column, values)]
        return sorted(states, key=lambda one: (one.project_code, one.run))


def _row(state: LedgerState) -> dict[str, Any]:
    return {
        "project_code": state.project_code,
        "run": state.run,
        "case_id": state.case_id,
        "unit_id": state.unit_id,
        "digest": state.digest,
        "parts": " ".join(state.parts),
        "complete": " ".join(state.complete),
        "recorded": " ".join(digest.hex() for digest in state.recorded),
        "fresh_files": " ".join(state.fresh_files),
    }


def _state(row: Sequence[Any]) -> LedgerState:
    project_code, run, case_id, unit_id, digest, parts, complete, recorded, fresh_files = row
    return LedgerState(
        project_code=project_code,
        run=run,
        case_id=case_id,
        unit_id=unit_id,
        digest=digest,
        parts=_parts(parts),
        complete=_parts(complete),
        recorded=tuple(bytes.fromhex(digest) for digest in recorded.split()),
        fresh_files=tuple(fresh_files.split()),
    )


def _parts(codes: str) -> tuple[LedgerPart, ...]:
    return tuple(LedgerPart(code) for code in codes.split())


def _select_among(
    connection: Connection, query: Select[Any], column: Column[Any], values: Collection[Any]
) -> list[Sequence[Any]]:
    return select_among(connection, query, column, list(dict.fromkeys(values)))


def _select_of_case(connection: Connection, case_id: str) -> Sequence[Any] | None:
    row = connection.execute(STATES.where(training_run.c.case_id == case_id)).one_or_none()
    return None if row is None else tuple(row)


def _insert(connection: Connection, row: dict[str, Any]) -> bool:
    insert_if_absent(connection, training_run, [row])
    kept = _select_of_case(connection, row["case_id"])
    return kept is not None
