"""Shows that a transfer ends alike at every branch, whatever is cut or killed meanwhile (RELIABILITY 14, 16, 24).

Real serving processes over real gRPC. Proxies stand before the two branches, and let chosen dialers through or not,
so that each step of a transfer can be kept from whoever waits for it. With DELTABANK_SOAK=1 more moments of a kill are
tried and the bound of two rounds at their usual interval is asserted: a busy machine alone may take longer.
"""

import os
import signal
import time
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from adapters.registry import template_named
from node.config import SyncConfig
from node.model.credit import PostingKind
from samples.people import person_at
from tests.support.command_line import run
from tests.support.served_federation import (
    LOOPBACK,
    SAMPLE_ADAPTERS,
    ServedBranch,
    ServedFederation,
    await_that,
    free_port,
)
from tests.support.served_transfers import (
    STEPS_OF_CONVERTED,
    ask_for,
    is_settled,
    postings_of,
    publish_sample_rules,
    status_at,
    steps_at,
)
from tests.support.tcp_proxy import TcpProxy
from tests.support.workbooks import headers_of, save

IS_SOAK = os.environ.get("DELTABANK_SOAK") == "1"
RECEIVING, SENDING, THIRD = "31", "33", "32"
CODES = (RECEIVING, THIRD, SENDING)
HEADERS = headers_of(template_named("neutral-achievements"))
PEOPLE = 16
BOUND_S = 2 * SyncConfig().interval_s
STALE_AFTER_S = 4.0
PATIENCE_S = 240.0
CUT_PERSON, REVOKED_PERSON, KILLED_PERSON = 0, 1, 2
# Where in its own commit which branch dies: its first step since it started, or its second.
KILLS = [
    (SENDING, "step-committed", 1),
    (RECEIVING, "signed", 1),
    (SENDING, "step-committed", 2),
]
if IS_SOAK:
    KILLS += [(SENDING, "signed", 1), (RECEIVING, "step-committed", 1), (SENDING, "signed", 2)]
BEIJING = ZoneInfo("Asia/Shanghai")
GRANTED = [PostingKind.GRANT, PostingKind.FINALISE]


class Lines:
    """The lines between branches, each direction by itself: who dials whom."""

    def __init__(self, federation: ServedFederation, proxies: dict[str, TcpProxy]) -> None:
        self._federation = federation
        self._proxies = proxies

    def cut(self, dialling: str, dialled: str) -> None:
        """Nothing that `dialled` writes reaches `dialling` any more."""
        self._proxies[dialled].refused.add(self._federation[dialling].pid)
        self._proxies[dialled].cut()

    def heal(self) -> None:
        """All lines are whole again."""
        for proxy in self._proxies.values():
            proxy.refused.clear()

    def join(self, dialling: str, dialled: str) -> None:
        """What `dialled` writes reaches `dialling` again."""
        self._proxies[dialled].refused.discard(self._federation[dialling].pid)


@pytest.fixture(scope="module")
def federation(tmp_path_factory):
    """Three serving branches, each known to the others by a proxy's address; one has achievements, one has rules."""
    base = tmp_path_factory.mktemp("transfers")
    ports = {code: free_port() for code in CODES}
    announced = {code: f"{LOOPBACK}:{port}" for code, port in ports.items()}
    made = ServedFederation(base, announced, codes=CODES, adapters=SAMPLE_ADAPTERS)
    with made:
        proxies = {code: TcpProxy(port, made[code].ports["peers"]) for code, port in ports.items()}
        for proxy in proxies.values():
            proxy.__enter__()
        made.lines = Lines(made, proxies)
        rows = [
            [one.name, "居民身份证", one.document_number, "短视频制作", "某县成人学校", "20260501", 32, 32, "1", ""]
            for one in map(person_at, range(PEOPLE))
        ]
        made[SENDING].import_file(save(base / "achievements.xlsx", [HEADERS[:10], *rows]))
        publish_sample_rules(made[RECEIVING], "shanghai")
        await_that(lambda: len({tuple(map(one.size_of, CODES)) for one in made.branches.values()}) == 1, PATIENCE_S)
        yield made
        for proxy in proxies.values():
            proxy.__exit__()


@pytest.fixture
def receiving(federation) -> ServedBranch:
    return federation[RECEIVING]


@pytest.fixture
def sending(federation) -> ServedBranch:
    return federation[SENDING]


def ask_as(federation: ServedFederation, person: int) -> int:
    """That person's only achievement is asked for; the request's leaf index."""
    number = person_at(person).document_number
    (achievement,) = federation[RECEIVING].look_up(number)["achievements"]
    return ask_for(federation[RECEIVING], SENDING, achievement["index"], number)


def await_status(branch: ServedBranch, request: int, *statuses: str) -> float:
    return await_that(lambda: status_at(branch, RECEIVING, request) in statuses, PATIENCE_S)


def await_converted_once(federation: ServedFederation, request: int) -> float:
    """Waits until the transfer is settled and all branches know; each step was written once, credit granted once."""
    started = time.monotonic()
    await_that(lambda: is_settled(federation[RECEIVING], request), PATIENCE_S)
    for branch in federation.branches.values():
        await_status(branch, request, "converted")
    taken_s = time.monotonic() - started
    assert {steps_at(one, RECEIVING, request) for one in federation.branches.values()} == {STEPS_OF_CONVERTED}
    assert [kind for kind, _ in postings_of(federation[RECEIVING], request)] == GRANTED
    return taken_s


def verify_bound(taken_s: float) -> None:
    """Two rounds after the lines are whole nothing is left to do."""
    print(f"{taken_s:.1f} s after healing")
    if IS_SOAK:
        assert taken_s <= BOUND_S


def cut_off(federation: ServedFederation, code: str) -> None:
    """What `code` writes reaches nobody; it hears the others."""
    for other in CODES:
        if other != code:
            federation.lines.cut(other, code)


def let_out(federation: ServedFederation, code: str) -> None:
    for other in CODES:
        if other != code:
            federation.lines.join(other, code)


def test_a_partition_at_each_step_delays_a_transfer_and_changes_nothing(federation, receiving, sending):
    # After the request: nobody hears of it.
    cut_off(federation, RECEIVING)
    request = ask_as(federation, CUT_PERSON)
    assert status_at(receiving, RECEIVING, request) == "requested"
    assert status_at(sending, RECEIVING, request) == ""
    # After the hold: the sending branch has answered, and nobody hears of that.
    cut_off(federation, SENDING)
    let_out(federation, RECEIVING)
    await_status(sending, request, "held")
    assert status_at(receiving, RECEIVING, request) == "requested"
    # After the decision: credit is granted provisionally, and the sending branch goes on holding by itself.
    cut_off(federation, RECEIVING)
    let_out(federation, SENDING)
    await_status(receiving, request, "accepted")
    assert status_at(sending, RECEIVING, request) == "held"
    assert [kind for kind, _ in postings_of(receiving, request)] == [PostingKind.GRANT]
    # After the close: converted at the sending branch, and the receiving one doesn't know yet.
    cut_off(federation, SENDING)
    let_out(federation, RECEIVING)
    await_status(sending, request, "converted")
    assert status_at(receiving, RECEIVING, request) == "accepted"
    federation.lines.heal()
    verify_bound(await_converted_once(federation, request))


@pytest.mark.parametrize("kill", range(len(KILLS)))
def test_a_branch_killed_around_its_commit_writes_each_step_once(federation, kill):
    code, point, number = KILLS[kill]
    branch = federation[code]
    branch.stop(signal.SIGKILL)
    branch.launch(dying_at=(point, number)).await_ready()
    request = ask_as(federation, KILLED_PERSON + kill)
    assert branch.await_end(PATIENCE_S) == -signal.SIGKILL
    branch.start()
    await_converted_once(federation, request)
    branch.fsck()


def test_a_revocation_reaches_everybody_and_beyond_the_bound_it_is_said_since_when_nothing_is_known(
    federation, receiving, sending, monkeypatch
):
    number = person_at(REVOKED_PERSON).document_number
    (achievement,) = receiving.look_up(number)["achievements"]
    request = ask_as(federation, REVOKED_PERSON)
    await_converted_once(federation, request)
    started = time.monotonic()
    sending.run("withdraw", sending.folder, "--index", achievement["index"], "--reason", "fraud", "--as", "张主任")
    await_status(receiving, request, "reversed")
    await_status(federation[THIRD], request, "reversed")
    verify_bound(time.monotonic() - started)
    assert [kind for kind, _ in postings_of(receiving, request)] == [*GRANTED, PostingKind.REVERSE]
    for branch in (receiving, federation[THIRD]):
        (known,) = branch.look_up(number)["achievements"]
        assert known["status"] == "revoked"
    sending.stop(signal.SIGKILL)
    killed_at = datetime.now().astimezone()
    monkeypatch.setenv("DELTABANK_SYNC__STALE_AFTER_S", str(STALE_AFTER_S))
    await_that(lambda: freshness_of(federation[THIRD], number, SENDING)["status"] == "stale", PATIENCE_S)
    as_of = datetime.fromisoformat(freshness_of(federation[THIRD], number, SENDING)["as_of"])
    assert as_of <= killed_at
    words = ("--document", "-", "--purpose", "本人查询", "--basis", "self", "--as", "窗口")
    told = run("lookup", federation[THIRD].folder, *words, stdin=number.encode()).out
    assert (
        f"{SENDING} 分行自 {as_of.astimezone(BEIJING):%Y-%m-%d %H:%M:%S} 起的变动（更正、撤销、转换）尚未得知" in told
    )
    sending.start()


def freshness_of(branch: ServedBranch, number: str, code: str):
    (found,) = [one for one in branch.look_up(number)["branches"] if one["branch"] == code]
    return found
