"""Who is calling: each call's certificate held against the roster of that moment.

The TLS layer pools the authorities of all branches, so it proves only that some
rostered branch calls. Which one is decided here, for every call of every method: the
leaf must carry a branch's URI and be issued by that branch's own authority. Open calls
are remembered, so that a branch that leaves the roster loses them at once.

Source: DESIGN section 4; RELIABILITY 21 and 22.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias

import grpc
from google.protobuf.message import DecodeError, Message

from federation.clock import Clock
from federation.errors import CreditBankError, Malformed, PeerRefused, PeerUnavailable, TooManyCalls
from federation.rpc.limits import ServingLimits
from federation.rpc.source import LogSource
from federation.rpc.status import public_text_of, status_of
from federation.trust.peer_certificate import verify_peer_certificate
from federation.trust.roster import Roster

LEAF_PROPERTY = "x509_pem_cert"
# A long stream outlives its certificate by no more than this.
RECHECK_AFTER = timedelta(seconds=30)
# A reader that doesn't read isn't waited for to hear why its call ended.
FAREWELL_S = 1.0

ReportFault: TypeAlias = Callable[[Exception], None]
"""Told of an unexpected exception, which the peer hears nothing of but ``internal``."""

Handler: TypeAlias = Callable[[Any, Any], Any]
Context: TypeAlias = "grpc.aio.ServicerContext[Any, Any]"

_calling_branch: ContextVar[str] = ContextVar("calling_branch")


def calling_branch() -> str:
    """The code of the verified branch whose call is being handled."""
    return _calling_branch.get()


@dataclass(slots=True, kw_only=True, eq=False)
class OpenCall:
    """A call in progress. `ended_because` is set before its task is cancelled by us."""

    branch: str
    leaf: bytes
    task: "asyncio.Task[Any]"
    is_stream: bool
    roster: Roster
    checked_at: datetime
    ended_because: CreditBankError | None = None


class PeerGate(grpc.aio.ServerInterceptor):  # type: ignore[type-arg]
    """Lets rostered branches in, counts their calls, ends those of branches that left."""

    def __init__(self, source: LogSource, *, clock: Clock, limits: ServingLimits, report_fault: ReportFault) -> None:
        self._source = source
        self._clock = clock
        self._limits = limits
        self._report_fault = report_fault
        self._calls: set[OpenCall] = set()
        self._counts: Counter[tuple[str, bool]] = Counter()

    async def intercept_service(self, continuation: Callable[[Any], Awaitable[Any]], details: Any) -> Any:
        """Wraps the handler of whatever method is called; no method can be forgotten."""
        handler = await continuation(details)
        if handler is None or handler.request_streaming:
            return None
        parse = handler.request_deserializer
        if handler.response_streaming:
            return grpc.unary_stream_rpc_method_handler(
                self._guard(handler.unary_stream, parse, is_stream=True),
                response_serializer=handler.response_serializer,
            )
        return grpc.unary_unary_rpc_method_handler(
            self._guard(handler.unary_unary, parse, is_stream=False),
            response_serializer=handler.response_serializer,
        )

    def end_refused(self) -> None:
        """Ends the open calls of every branch that the current roster no longer admits."""
        for call in tuple(self._calls):
            try:
                self._verify_still(call, always=True)
            except PeerRefused as refused:
                _end(call, refused)

    def end_streams(self, branch: str) -> None:
        """Ends all streaming calls, since this branch (`branch`) stops serving: they have no end of their own."""
        for call in tuple(self._calls):
            if call.is_stream:
                _end(call, PeerUnavailable(branch=branch))

    def open_calls(self, branch: str) -> int:
        """How many calls of that branch are open."""
        return self._counts[branch, True] + self._counts[branch, False]

    def _guard(self, inner: Handler, parse: Callable[[bytes], Message], *, is_stream: bool) -> Handler:
        async def guarded(data: bytes, context: Context) -> Message | None:
            # Bytes are parsed only once the caller is known, and here, where a failure has a status.
            refusal: CreditBankError
            call: OpenCall | None = None
            try:
                call = self._admit(context, is_stream=is_stream)
                _calling_branch.set(call.branch)
                request = _parse_request(parse, data)
                if not is_stream:
                    return await inner(request, context)  # type: ignore[no-any-return]
                await self._send_all(call, inner(request, context), context)
            except CreditBankError as error:
                refusal = error
            except asyncio.CancelledError:
                await _say_why(call, context)
                raise
            except Exception as error:  # noqa: BLE001 - a peer must never see another branch's failure
                if context.done():
                    return None
                self._report_fault(error)
                refusal = CreditBankError()
            else:
                return None
            finally:
                if call is not None:
                    self._forget(call)
            await context.abort(status_of(refusal), public_text_of(refusal))
            return None

        return guarded

    async def _send_all(self, call: OpenCall, messages: AsyncIterator[Message], context: Context) -> None:
        try:
            async for message in messages:
                self._verify_still(call)
                await context.write(message)
        finally:
            # Ends the handler's own generator now, not when it is collected.
            await messages.aclose()  # type: ignore[attr-defined]

    def _admit(self, context: Context, *, is_stream: bool) -> OpenCall:
        leaf = b"".join(context.auth_context().get(LEAF_PROPERTY, ()))
        roster, now = self._source.roster(), self._clock.now()
        branch = verify_peer_certificate(leaf, roster, now)
        limit = self._limits.streams_per_branch if is_stream else self._limits.calls_per_branch
        if self._counts[branch, is_stream] >= limit:
            raise TooManyCalls(limit=limit)
        task = asyncio.current_task()
        if task is None:
            raise RuntimeError("a call is handled outside of a task")
        call = OpenCall(branch=branch, leaf=leaf, task=task, is_stream=is_stream, roster=roster, checked_at=now)
        self._calls.add(call)
        self._counts[branch, is_stream] += 1
        return call

    def _forget(self, call: OpenCall) -> None:
        self._calls.discard(call)
        self._counts[call.branch, call.is_stream] -= 1

    def _verify_still(self, call: OpenCall, *, always: bool = False) -> None:
        roster, now = self._source.roster(), self._clock.now()
        if always or roster is not call.roster or abs(now - call.checked_at) >= RECHECK_AFTER:
            verify_peer_certificate(call.leaf, roster, now)
            call.roster, call.checked_at = roster, now


def _parse_request(parse: Callable[[bytes], Message], data: bytes) -> Message:
    try:
        return parse(data)
    except DecodeError as error:
        raise Malformed(what="request", why="encoding") from error


def _end(call: OpenCall, because: CreditBankError) -> None:
    if call.ended_because is None:
        call.ended_because = because
        call.task.cancel()


async def _say_why(call: OpenCall | None, context: Context) -> None:
    if call is None or call.ended_because is None:
        return
    call.task.uncancel()
    try:
        async with asyncio.timeout(FAREWELL_S):
            await context.abort(status_of(call.ended_because), public_text_of(call.ended_because))
    except TimeoutError:
        # The caller's window is full; dropping the call frees what it held.
        return
