"""Shows four branches as four processes over real gRPC: samples in, logs alike, lookups, proofs, relays, stops.

One federation for the module: every test leaves all four nodes serving.
"""

import json
import os
import shutil
import signal
import subprocess
import time
from datetime import UTC, datetime, timedelta

import grpc
import pytest
from grpc_health.v1 import health_pb2, health_pb2_grpc
from openpyxl import load_workbook

from adapters.registry import template_named
from samples.people import everywhere, person_at
from tests.support.own_client import PEER, look_up, own_channel
from tests.support.served_federation import (
    CODES,
    LOOPBACK,
    PROGRAM,
    ROOT,
    SAMPLES,
    ServedBranch,
    ServedFederation,
    await_that,
    free_port,
)
from tests.support.tcp_proxy import TcpProxy
from tests.support.workbooks import headers_of, save

WORKBOOKS = {
    "31": ("shanghai-achievements.xlsx",),
    "32": ("jiangsu-accounts.xlsx", "jiangsu-achievements.xlsx"),
    "33": ("zhejiang-achievements.xlsx",),
    "34": ("anhui-achievements.xlsx",),
}
BY_USER_NUMBER = ("--by", "user-number")
# Column places in the two kinds of achievements workbooks: document number, title, institution, day.
JIANGSU_COLUMNS, NEUTRAL_COLUMNS = (2, 3, 1, 4), (2, 3, 4, 5)
SERVING, NOT_SERVING = health_pb2.HealthCheckResponse.SERVING, health_pb2.HealthCheckResponse.NOT_SERVING
Found = tuple[str, str, str, str]


@pytest.fixture(scope="module")
def federation(tmp_path_factory):
    """Four serving branches with their samples; branch 33 is known to the others by a proxy's address."""
    proxy_port = free_port()
    made = ServedFederation(tmp_path_factory.mktemp("four"), {"33": f"{LOOPBACK}:{proxy_port}"})
    with made, TcpProxy(proxy_port, made["33"].ports["peers"]) as proxy:
        made.proxy = proxy
        made.reports = {code: [import_sample(made[code], file) for file in files] for code, files in ALL}
        made.await_equal()
        yield made


ALL = tuple(WORKBOOKS.items())


def import_sample(branch: ServedBranch, file: str):
    return branch.import_file(SAMPLES / file, *(BY_USER_NUMBER if file.startswith("jiangsu-ach") else ()))


def filed(federation: ServedFederation, number: str) -> set[Found]:
    """What the sample workbooks say of a person, the rejected rows left out."""
    found = set()
    for code, files in ALL:
        rejected = {error["row"] for error in federation.reports[code][-1]["errors"]}
        document, title, institution, on = JIANGSU_COLUMNS if code == "32" else NEUTRAL_COLUMNS
        sheet = load_workbook(SAMPLES / files[-1], read_only=True).active
        for place, row in enumerate(sheet.iter_rows(values_only=True), 1):
            if row[document] == number and place not in rejected:
                day = datetime.strptime(row[on], "%Y%m%d").date().isoformat()  # noqa: DTZ007
                found.add((code, row[title], row[institution], day))
    return found


def found_at(branch: ServedBranch, number: str) -> set[Found]:
    """What a branch finds of a person."""
    found = [
        (one["branch"], one["title"], one["institution"], one["achieved_on"])
        for one in branch.look_up(number)["achievements"]
    ]
    assert len(found) == len(set(found))
    return set(found)


def statuses(branch: ServedBranch) -> dict[str, str]:
    return {one["branch"]: one["status"] for one in branch.look_up(everywhere()[0].document_number)["branches"]}


def new_rows(folder, label: str, count: int):
    """A workbook in the neutral template with `count` rows that no other has, and the last person in it."""
    first = 200_000 + sum(label.encode()) * 1_000
    rows = [
        [one.name, "居民身份证", one.document_number, f"{label}培训", "某县社区学院", "20200615", 8, 8, "0.50", ""]
        for one in (person_at(first + at) for at in range(count))
    ]
    headers = headers_of(template_named("neutral-achievements"))
    return save(folder / f"{label}.xlsx", [headers[: len(rows[0])], *rows]), rows[-1][2]


def test_samples_imported_at_each_branch_are_held_alike_by_all_four(federation):
    heads = federation.await_equal()["31"]
    for code, reports in federation.reports.items():
        assert heads[code][0] >= reports[-1]["accepted"] > 0
    assert federation.reports["32"][0]["accepted"] == 121
    for branch in federation.branches.values():
        assert branch.fsck()["entries"] == sum(size for size, _ in heads.values())


@pytest.mark.parametrize("index", [20, 29, 0, 15, 45, 119])
def test_a_lookup_at_any_branch_finds_exactly_the_persons_records_of_all_provinces(federation, index):
    number = person_at(index).document_number
    expected = filed(federation, number)
    assert expected
    assert {"20": CODES, "0": ("31", "32"), "119": ("32",)}.get(str(index), ()) in (
        (),
        tuple(sorted({one[0] for one in expected})),
    )
    for code in ("31", "34"):
        assert found_at(federation[code], number) == expected


def test_a_lookup_says_how_fresh_each_branch_is(federation):
    answer = federation["34"].look_up(everywhere()[0].document_number)
    now = datetime.now(UTC)
    assert [one["branch"] for one in answer["branches"]] == list(CODES)
    for one in answer["branches"]:
        assert one["status"] == "fresh"
        assert one["behind"] == 0
        assert now - timedelta(seconds=60) < datetime.fromisoformat(one["as_of"]) <= now


def test_an_unknown_person_is_found_nowhere_and_every_branch_is_labelled(federation):
    answer = federation["33"].look_up(person_at(77_777_777).document_number)
    assert answer["achievements"] == []
    assert [one["branch"] for one in answer["branches"]] == list(CODES)


def test_while_a_node_is_stopped_the_others_answer_and_say_that_its_part_is_stale(federation, monkeypatch):
    number = everywhere()[0].document_number
    expected = filed(federation, number)
    assert federation["33"].stop() == 0
    with monkeypatch.context() as patch:
        patch.setenv("DELTABANK_SYNC__STALE_AFTER_S", "20")
        await_that(lambda: statuses(federation["31"])["33"] == "stale")
        assert statuses(federation["31"]) == {"31": "fresh", "32": "fresh", "33": "stale", "34": "fresh"}
        assert found_at(federation["31"], number) == expected
    federation["33"].start()
    await_that(lambda: statuses(federation["31"])["33"] == "fresh")


def test_a_killed_node_catches_up_by_itself_with_what_was_filed_meanwhile(federation, tmp_path):
    file, number = new_rows(tmp_path, "停电期间", 30)
    federation["34"].stop(9)
    assert federation["31"].import_file(file)["accepted"] == 30
    federation["34"].start()
    federation.await_equal()
    assert len(found_at(federation["34"], number)) == 1


def test_a_branch_that_cannot_reach_another_gets_its_log_by_way_of_a_third(federation, tmp_path):
    file, number = new_rows(tmp_path, "专线中断", 30)
    federation.proxy.refused.add(federation["31"].pid)
    federation.proxy.cut()
    assert federation["33"].import_file(file)["accepted"] == 30
    took = await_that(lambda: federation["31"].size_of("33") == federation["33"].size_of("33"))
    await_that(lambda: federation.proxy.refusals > 0)
    sources = {one["branch"]: one for one in federation["31"].run("sync", "status", federation["31"].folder)["sources"]}
    federation.proxy.refused.clear()
    print(f"relayed after {took:.2f} s")
    assert sources["33"]["reason"] == "peer-unavailable"
    assert sources["32"]["reason"] == ""
    assert len(found_at(federation["31"], number)) == 1
    federation.await_equal()


def test_a_proved_record_verifies_offline_where_there_is_no_node(federation, tmp_path):
    number = everywhere()[0].document_number
    record = next(one for one in federation["34"].look_up(number)["achievements"] if one["branch"] == "32")
    where = ("--origin", record["origin"], "--index", record["index"], "--document", "-")
    federation["34"].run("prove", federation["34"].folder, *where, "-o", tmp_path / "record", stdin=number)
    shutil.copy(federation.trust_file, tmp_path / "trust.json")
    pinned = ("--roster", "trust.json", "--fingerprint", federation.fingerprint)
    bare = {"PATH": os.defpath, "PYTHONPATH": str(ROOT), "DELTABANK_LANG": "zh"}
    ended = subprocess.run(
        [*PROGRAM, "verify", "record", *pinned, "--json"], cwd=tmp_path, env=bare, capture_output=True, check=False
    )
    assert ended.returncode == 0, ended.stderr
    verified = json.loads(ended.stdout)
    assert verified["authentic"] is True
    assert verified["trusted_by"] == "pinned-chain"
    assert verified["later_revocation_checked"] is False
    assert verified["content"]["title"] == record["title"]
    assert {one["branch"] for one in verified["witnesses"]} & {"31", "33", "34"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["record", "trust.json"]


def test_commands_work_while_the_node_does_not_serve_and_the_others_hear_of_it_later(federation, tmp_path):
    branch = federation["34"]
    file, number = new_rows(tmp_path, "夜间补录", 20)
    assert branch.stop() == 0
    assert branch.run("check", branch.folder, file)["accepted"] == 20
    assert branch.import_file(file)["accepted"] == 20
    assert branch.import_file(file)["duplicate"] == 20
    assert len(found_at(branch, number)) == 1
    where = ("--origin", "34", "--index", branch.size_of("34") - 1)
    branch.run("prove", branch.folder, *where, "-o", tmp_path / "record")
    assert branch.fsck()["logs"] == 4
    assert branch.run("sync", "status", branch.folder)["recovering"] is None
    assert federation["31"].size_of("34") == branch.size_of("34") - 20
    branch.start()
    federation.await_equal()
    assert len(found_at(federation["31"], number)) == 1


def test_what_is_appended_while_connected_is_soon_visible_at_every_peer(federation, tmp_path):
    lags = []
    for turn in range(3):
        file, _ = new_rows(tmp_path, f"时延{'甲乙丙'[turn]}", 5)
        size = federation["32"].size_of("31")
        process = federation["31"].command("import", federation["31"].folder, file)
        await_that(lambda size=size: federation["31"].size_of("31") == size + 5)
        lags.append(
            max(await_that(lambda code=code, size=size: federation[code].size_of("31") == size + 5) for code in CODES)
        )
        process.communicate()
    print(f"append to visible at all three peers: {', '.join(f'{lag:.2f}' for lag in lags)} s")
    assert max(lags) < 10


def test_the_branchs_own_client_looks_up_over_mutual_tls(federation):
    branch, number = federation["33"], everywhere()[1].document_number
    with own_channel(branch.folder / "keys", "33", branch.ports["clients"]) as channel:
        answer = look_up(channel, number)
    found = {(one.branch, one.title, one.institution, one.achieved_on) for one in answer.achievements}
    assert found == filed(federation, number)
    assert [(one.branch, one.status) for one in answer.branches] == [(code, "fresh") for code in CODES]


@pytest.mark.parametrize(
    ("shown", "whose"), [(None, "33"), (PEER, "33"), (PEER, "32"), ("client-local", "32"), ("service", "33")]
)
def test_nobody_else_looks_up(federation, shown, whose):
    branch = federation["33"]
    keys = branch.folder / "keys"
    with (
        own_channel(
            keys, "33", branch.ports["clients"], shown=shown, shown_from=federation[whose].folder / "keys"
        ) as channel,
        pytest.raises(grpc.RpcError) as refused,
    ):
        look_up(channel, everywhere()[1].document_number)
    # TLS itself refuses: there is no connection to call over.
    assert refused.value.code() is grpc.StatusCode.UNAVAILABLE


def test_sigterm_says_not_serving_first_then_ends_in_order(federation):
    branch = federation["32"]
    with own_channel(branch.folder / "keys", "32", branch.ports["clients"]) as channel:
        told = health_pb2_grpc.HealthStub(channel).Watch(health_pb2.HealthCheckRequest(), timeout=30)
        assert next(told).status == SERVING
        branch.send(signal.SIGTERM)
        assert next(told).status == NOT_SERVING
        told.cancel()
        started = time.monotonic()
        assert branch.await_end() == 0
    print(f"stopped {time.monotonic() - started:.2f} s after it said so")
    log = [json.loads(line)["event"] for line in branch.log.read_text().splitlines()]
    # On a busy machine the scheduler may warn of a round that isn't over yet.
    assert [one for one in log if one != "library-message"][-2:] == ["stopping", "stopped"]
    branch.start()
    federation.await_equal()


def test_no_serve_log_holds_a_traceback(federation):
    for branch in federation.branches.values():
        log = branch.log.read_text()
        assert "Traceback" not in log
        assert all(json.loads(line)["level"] in ("info", "warning") for line in log.splitlines()), log
