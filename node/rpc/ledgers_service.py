"""`node.v1.Ledgers`: training runs' ledgers kept from counters and systems, seen and verified from counters.

Source: proto/node/v1/ledgers.proto; 浙学银〔2019〕2号, 二（二） and 四.
"""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from federation.errors import Malformed
from federation.model.ledger import LedgerPart
from node.rpc.case_messages import attachment
from node.rpc.client_actors import ClientActors
from node.rpc.client_service import ClientService
from node.rpc.ledger_messages import verified_ledger, whole_ledger
from node.rpc.report_messages import report_events
from node.rpc.requests import day, named
from node.rpc.taking_in import TakingIn
from node.rpc.uploads import check_file_name, first_order, received_bytes, received_file
from node.services.attachment_types import MAX_ATTACHMENT_BYTES
from node.services.ledgers.keeping import RunStatement
from node.services.ledgers.service import Ledgers
from node.services.ledgers.sheets import LINES_OF_PART
from node.v1 import case_pb2, filing_pb2, ledgers_pb2, ledgers_pb2_grpc

MAX_SHEET_BYTES = 16 << 20


class LedgersService(ClientService, ledgers_pb2_grpc.LedgersServicer):
    """Serves ledgers; put it behind a `ClientGate`."""

    descriptor = ledgers_pb2.DESCRIPTOR.services_by_name["Ledgers"]
    add = staticmethod(ledgers_pb2_grpc.add_LedgersServicer_to_server)

    def __init__(self, ledgers: Ledgers, actors: ClientActors, *, uploads: Path, taking_in: TakingIn) -> None:
        """Prepares it.

        Args:
            ledgers: what can be done with them.
            actors: tells who acts.
            uploads: the folder for what is being sent.
            taking_in: counts the workbooks that are taken in.
        """
        super().__init__(actors)
        self._ledgers = ledgers
        self._uploads = uploads
        self._taking_in = taking_in

    async def Open(  # noqa: N802 - the names are the protocol's
        self, request: ledgers_pb2.OpenRunRequest, context: Any
    ) -> ledgers_pb2.RunState:
        """The project's next run."""
        actor = await self._actors.acting(request.actor)
        statement = RunStatement(
            starts_on=day(request.starts_on) if request.starts_on else None,
            ends_on=day(request.ends_on) if request.ends_on else None,
            place=request.place,
            teacher=request.teacher,
            design=request.design,
        )
        run = await self._ledgers.keeping.open(request.project_code, statement, actor=actor)
        return ledgers_pb2.RunState(project_code=run.project_code, run=run.run)

    async def AddSheet(  # noqa: N802
        self, requests: AsyncIterator[Any], context: Any
    ) -> AsyncIterator[filing_pb2.FilingEvent]:
        """A sheet, wholly or not at all."""
        with self._taking_in.one_of_a_client():
            order = await first_order(requests)
            actor = await self._actors.acting(order.actor)
            part = named(LedgerPart, order.part, "part")
            if part not in LINES_OF_PART:
                raise Malformed(what="part", why="unknown")
            async with received_file(
                requests, folder=self._uploads, name=order.file_name, size=order.size, max_bytes=MAX_SHEET_BYTES
            ) as path:
                report = await self._ledgers.sheets.take(
                    order.project_code,
                    order.run,
                    part,
                    path,
                    actor=actor,
                    is_whole=not order.adds,
                    errors_to=path.parent,
                )
                async for event in report_events(report):
                    yield event

    async def Attach(self, requests: AsyncIterator[Any], context: Any) -> case_pb2.Attachment:  # noqa: N802
        """A file of one part, whole."""
        order = await first_order(requests)
        actor = await self._actors.acting(order.actor)
        check_file_name(order.file_name)
        content = await received_bytes(requests, size=order.size, max_bytes=MAX_ATTACHMENT_BYTES)
        kept = await self._ledgers.keeping.attach(
            order.project_code, order.run, order.part, name=order.file_name, content=content, actor=actor
        )
        return attachment(kept)

    async def Record(  # noqa: N802
        self, request: ledgers_pb2.RunRequest, context: Any
    ) -> ledgers_pb2.RecordedRun:
        """The digest, in the log."""
        actor = await self._actors.acting(request.actor)
        recorded = await self._ledgers.recording.record(request.project_code, request.run, actor=actor)
        return ledgers_pb2.RecordedRun(entry_index=recorded.index)

    async def Show(self, request: ledgers_pb2.RunRequest, context: Any) -> ledgers_pb2.Ledger:  # noqa: N802
        """A whole one; the look is recorded."""
        actor = await self._actors.acting(request.actor)
        return whole_ledger(await self._ledgers.views.find(request.project_code, request.run, actor=actor))

    async def Verify(  # noqa: N802
        self, request: ledgers_pb2.RunRequest, context: Any
    ) -> ledgers_pb2.VerifiedLedger:
        """Held against what was recorded."""
        actor = await self._actors.acting(request.actor)
        return verified_ledger(await self._ledgers.verification.verify(request.project_code, request.run, actor=actor))
