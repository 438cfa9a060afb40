"""Every call of the branch's own clients, before and after its handler: who calls, what they may, how it ends.

No service can be forgotten here: whatever method of `node.v1` is called, the caller is known by
certificate, the table of rules is asked, open calls are counted, time is limited, and an error leaves
as a status, a public sentence and the error's code in the trailer ``error-code``. Health and reflection,
which show nothing of anybody, pass.

Source: docs/adr/0015; gRPC status codes; STYLE (errors).
"""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, AsyncIterable, Awaitable, Callable, Iterator
from contextlib import aclosing, contextmanager, suppress
from contextvars import ContextVar
from typing import Any, TypeAlias

import grpc
import structlog
from google.protobuf.message import DecodeError, Message

from federation.error_catalogue import describe
from federation.errors import CallTimedOut, CreditBankError, Malformed, TooManyCalls
from federation.rpc.status import public_text_of, status_of
from node.model.client import Client
from node.rpc.client_rules import PACKAGE, ClientLimits, Rule, rule_of
from node.rpc.known_clients import KnownClients

log = structlog.get_logger()
LEAF_PROPERTY = "x509_pem_cert"
ERROR_CODE = "error-code"
# Who is refused in the middle of sending would hear of a broken pipe, not why: so much more is read and dropped.
HEARD_OUT_S, HEARD_OUT_BYTES = 0.5, 4 << 20
Parse: TypeAlias = Callable[[bytes], Message]
Handler: TypeAlias = Callable[[Any, Any], Any]

_calling_client: ContextVar[Client] = ContextVar("calling_client")


def calling_client() -> Client:
    """The verified client whose call is being handled."""
    return _calling_client.get()


class ClientGate(grpc.aio.ServerInterceptor):  # type: ignore[type-arg]
    """Lets the branch's own clients in to what they may call."""

    def __init__(self, known: KnownClients, limits: ClientLimits) -> None:
        self._known = known
        self._limits = limits
        self._open: Counter[tuple[str, bool]] = Counter()

    async def intercept_service(self, continuation: Callable[[Any], Awaitable[Any]], details: Any) -> Any:
        """Wraps the handler of whatever method of `node.v1` is called."""
        handler = await continuation(details)
        if handler is None or not details.method.startswith(PACKAGE):
            return handler
        guard = _Guard(self, details.method, handler)
        make = {
            (False, False): grpc.unary_unary_rpc_method_handler,
            (False, True): grpc.unary_stream_rpc_method_handler,
            (True, False): grpc.stream_unary_rpc_method_handler,
            (True, True): grpc.stream_stream_rpc_method_handler,
        }[handler.request_streaming, handler.response_streaming]
        # Without a deserialiser: bytes are parsed once the caller is known, where a failure has a status.
        return make(guard.call, response_serializer=handler.response_serializer)

    @contextmanager
    def admitted(self, method: str, leaf: bytes, *, uploads: bool) -> Iterator[tuple[Client, Rule]]:
        """The client that calls and the rule for it, counted while the block runs.

        Raises:
            PeerRefused, ActorRefused, TooManyCalls: it isn't let in.
        """
        client = self._known.calling(leaf)
        rule = rule_of(method, client)
        for key, most in (
            ((client.name, False), self._limits.calls_per_client),
            *([((client.name, True), self._limits.uploads_per_client)] if uploads else []),
        ):
            if self._open[key] >= most:
                raise TooManyCalls(limit=most)
        counted = [(client.name, False), *([(client.name, True)] if uploads else [])]
        self._open.update(counted)
        try:
            yield client, rule
        finally:
            self._open.subtract(counted)

    async def parsed(self, asked: AsyncIterable[bytes], parse: Parse) -> AsyncGenerator[Message, None]:
        """The messages of a client's stream, each awaited for a limited time.

        Raises:
            Malformed: one can't be read.
            CallTimedOut: the client fell silent.
        """
        parts = aiter(asked)
        while True:
            try:
                async with asyncio.timeout(self._limits.silence_s):
                    part = await anext(parts)
            except StopAsyncIteration:
                return
            except TimeoutError:
                raise CallTimedOut(limit=self._limits.silence_s) from None
            yield _parsed(parse, part)


class _Guard:
    """One method's handler, guarded."""

    def __init__(self, gate: ClientGate, method: str, handler: Any) -> None:
        self._gate = gate
        self._method = method
        self._parse: Parse = handler.request_deserializer
        self._uploads: bool = handler.request_streaming
        self._streams: bool = handler.response_streaming
        self._inner: Handler = (
            handler.stream_stream or handler.stream_unary or handler.unary_stream or handler.unary_unary
        )

    async def call(self, asked: Any, context: Any) -> Message | None:
        """Handles a call; `asked` is the request's bytes, or an iterator of them."""
        refusal: CreditBankError
        client: Client | None = None
        try:
            leaf = b"".join(context.auth_context().get(LEAF_PROPERTY, ()))
            with self._gate.admitted(self._method, leaf, uploads=self._uploads) as (client, rule):
                _calling_client.set(client)
                answer = await self._within(rule, asked, context)
                if rule.changes:
                    log.info("client-call", client=client.name, method=self._method)
                return answer
        except CreditBankError as error:
            refusal = error
        except asyncio.CancelledError:
            # Its client went away, or the node stops: what was committed by then stays.
            log.info("client-gone", client="" if client is None else client.name, method=self._method)
            raise
        except Exception:
            log.exception("client-call-failed", method=self._method)
            refusal = CreditBankError()
        if self._uploads and not isinstance(refusal, CallTimedOut):
            await _hear_out(asked)
        code = public_text_of(refusal)
        log.info("client-refused", client="" if client is None else client.name, method=self._method, code=code)
        context.set_trailing_metadata(((ERROR_CODE, code),))
        await context.abort(status_of(refusal), describe(refusal, "zh"))
        return None

    async def _within(self, rule: Rule, asked: Any, context: Any) -> Message | None:
        try:
            async with asyncio.timeout(rule.limit_s) as limit:
                return await self._answer(asked, context)
        except TimeoutError:
            if not limit.expired():
                raise
            raise CallTimedOut(limit=rule.limit_s) from None

    async def _answer(self, asked: Any, context: Any) -> Message | None:
        if not self._uploads:
            return await self._handle(_parsed(self._parse, asked), context)
        async with aclosing(self._gate.parsed(asked, self._parse)) as messages:
            return await self._handle(messages, context)

    async def _handle(self, request: Any, context: Any) -> Message | None:
        if not self._streams:
            return await self._inner(request, context)  # type: ignore[no-any-return]
        # Closed here: what a handler holds (a file, a running import) ends with the call, not when it is collected.
        async with aclosing(self._inner(request, context)) as answers:
            async for answer in answers:
                await context.write(answer)
        return None


async def _hear_out(asked: AsyncIterable[bytes]) -> None:
    left = HEARD_OUT_BYTES
    with suppress(TimeoutError):
        async with asyncio.timeout(HEARD_OUT_S):
            async for part in asked:
                left -= len(part)
                if left < 0:
                    return


def _parsed(parse: Parse, data: bytes) -> Message:
    try:
        return parse(data)
    except DecodeError:
        # Not chained: the decoder's words may hold what was sent.
        raise Malformed(what="request", why="encoding") from None
