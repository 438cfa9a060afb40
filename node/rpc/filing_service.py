"""`node.v1.Filing`: workbooks and batches of results from counters and systems.

A workbook is taken whole into a private file before it is read. Of one client one workbook is taken in at a
time. What is told on the way is the newest state: a client that reads slowly delays nobody.

Source: proto/node/v1/filing.proto; DESIGN sections 8 and 11.
"""

from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing
from pathlib import Path
from typing import Any

from adapters.base import ImportMode
from node.rpc.client_actors import ClientActors
from node.rpc.client_service import ClientService
from node.rpc.newest_told import Told, newest_told
from node.rpc.report_messages import report_events
from node.rpc.requests import named
from node.rpc.result_messages import results_response, stated_results
from node.rpc.taking_in import TakingIn
from node.rpc.uploads import first_order, received_file
from node.services.filing.import_report import ImportProgress, ImportReport
from node.services.filing.importing import ImportService
from node.services.filing.result_filing import ResultFiling
from node.v1 import filing_pb2, filing_pb2_grpc


class FilingService(ClientService, filing_pb2_grpc.FilingServicer):
    """Serves filing; put it behind a `ClientGate`."""

    descriptor = filing_pb2.DESCRIPTOR.services_by_name["Filing"]
    add = staticmethod(filing_pb2_grpc.add_FilingServicer_to_server)

    def __init__(
        self,
        importing: ImportService,
        results: ResultFiling,
        actors: ClientActors,
        *,
        uploads: Path,
        max_file_bytes: int,
        taking_in: TakingIn,
    ) -> None:
        """Prepares it.

        Args:
            importing: takes workbooks in.
            results: takes results as messages in.
            actors: tells who acts.
            uploads: the folder for what is being sent.
            max_file_bytes: of a workbook.
            taking_in: counts the workbooks that are taken in.
        """
        super().__init__(actors)
        self._importing = importing
        self._results = results
        self._uploads = uploads
        self._max_file_bytes = max_file_bytes
        self._taking_in = taking_in

    async def Check(  # noqa: N802 - the names are the protocol's
        self, requests: AsyncIterator[Any], context: Any
    ) -> AsyncIterator[filing_pb2.FilingEvent]:
        """What an import would do."""
        async with aclosing(self._take_in(requests, only_check=True)) as events:
            async for event in events:
                yield event

    async def Import(  # noqa: N802
        self, requests: AsyncIterator[Any], context: Any
    ) -> AsyncIterator[filing_pb2.FilingEvent]:
        """What is right, filed."""
        async with aclosing(self._take_in(requests, only_check=False)) as events:
            async for event in events:
                yield event

    async def FileResults(  # noqa: N802
        self, request: filing_pb2.FileResultsRequest, context: Any
    ) -> filing_pb2.FileResultsResponse:
        """Results as messages."""
        actor = await self._actors.acting(request.actor)
        report = await self._results.file(
            stated_results(request),
            batch=request.batch,
            actor=actor,
            unit=request.unit,
            only_check=request.only_check,
        )
        return results_response(report)

    async def _take_in(self, requests: AsyncIterator[Any], *, only_check: bool) -> AsyncGenerator[Any, None]:
        with self._taking_in.one_of_a_client():
            order = await first_order(requests)
            actor = await self._actors.acting(order.actor)
            mode = named(ImportMode, order.mode, "mode") if order.mode else None
            call = self._importing.check if only_check else self._importing.import_file
            async with received_file(
                requests, folder=self._uploads, name=order.file_name, size=order.size, max_bytes=self._max_file_bytes
            ) as path:

                async def work(tell: Told[ImportProgress]) -> ImportReport:
                    return await call(
                        path,
                        mode=mode,
                        institution=order.institution,
                        actor=actor,
                        on_progress=tell,
                        unit=order.unit,
                        errors_to=path.parent,
                    )

                async with aclosing(newest_told(work)) as events:
                    async for event in events:
                        if isinstance(event, ImportProgress):
                            yield filing_pb2.FilingEvent(progress=_progress(event))
                        else:
                            async for told in report_events(event):
                                yield told


def _progress(one: ImportProgress) -> filing_pb2.FilingProgress:
    return filing_pb2.FilingProgress(
        rows_expected=one.rows_expected,
        rows_read=one.rows_read,
        accepted=one.accepted,
        duplicate=one.duplicate,
        rejected=one.rejected,
    )
