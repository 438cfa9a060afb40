"""Shows what the doctor finds: each thing in order, and each thing wrong with what to do about it."""

from datetime import timedelta
from functools import partial

import pytest

from federation.errors import KeyUnavailable
from federation.model.entry import Citation, Entry, encode_header
from federation.tlog.hashing import EMPTY_ROOT, leaf_hash
from federation.trust.roster import LogEnd
from node.high_water_mark import Mark
from node.services.integrity import doctor as examination
from node.services.integrity.doctor import Doctor
from node.services.integrity.stuck_transfers import StuckTransfers
from node.storage.schema_revision import verify_current
from node.storage.transfers import TransferRepository
from node.sync.vetting import vet_checkpoint
from tests.support.branches import Branches, octets
from tests.support.memory_source import MemoryLog
from tests.support.nodes import HeldRosters
from tests.support.reports import letterhead
from tests.support.services import STALE_AFTER
from tests.support.transfers import REQUESTED_AT, achievement, request, write


def doctor(desk, tmp_path, rosters=None, documents=None) -> Doctor:
    return Doctor(
        folder=tmp_path,
        own_branch="32",
        own_log=desk.store.own_log,
        copies=desk.store.copies,
        rosters=rosters or desk.rosters,
        freshness=desk.freshness,
        certificate=desk.branches["32"].leaf,
        document_certificate=documents or (lambda: letterhead(desk.branches).certificate),
        verify_schema=partial(verify_current, desk.store.database),
        stuck=StuckTransfers(
            branch="32",
            transfers=TransferRepository(desk.store.database.read),
            rosters=desk.rosters,
            clock=desk.clock,
        ),
        clock=desk.clock,
    )


@pytest.fixture
async def desk(desk):
    """All peers were heard just now."""
    for code in ("31", "33", "34"):
        await hear(desk, code)
    return desk


async def hear(desk, code, ahead=timedelta(0)):
    """Keeps the branch's checkpoint, vouched for by its clock, which may be ahead of ours."""
    desk.clock.advance(ahead)
    heard = vet_checkpoint(MemoryLog(desk.branches, code).note, desk.branches.roster)
    desk.clock.advance(-ahead)
    lines = [(one.name, one.line, one.signed_at) for one in heard.cosignatures]
    await desk.store.copies.keep_checkpoint(heard.origin, heard.signed, as_of=desk.clock.now(), lines=lines)


async def wrong(desk, tmp_path, rosters=None, documents=None):
    """Names of what isn't in order, and what is said of it."""
    findings = await doctor(desk, tmp_path, rosters, documents).examine()
    assert [one.name for one in findings] == [
        "schema", "own-log", "roster", "certificate", "document-certificate", "disk", "peer-31", "peer-33", "peer-34",
        "transfers",
    ]  # fmt: skip
    assert all(one.message_zh and one.message_en for one in findings)
    return {one.name: one.message_zh for one in findings if not one.ok}


async def test_a_node_in_order_has_nothing_wrong(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(examination, "LEAST_FREE_BYTES", 1)
    assert await wrong(desk, tmp_path) == {}


async def test_a_schema_of_another_version_is_found(desk, tmp_path):
    def alter(connection):
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'older'")

    await desk.store.database.write(alter)
    assert "deltabank migrate" in (await wrong(desk, tmp_path))["schema"]


async def test_a_branch_behind_its_mark_is_found(desk, tmp_path):
    mark = desk.store.mark.load()
    desk.store.mark.raise_to(Mark(incarnation=mark.incarnation, size=5, root=octets("lost")))
    assert "高水位" in (await wrong(desk, tmp_path))["own-log"]


async def test_an_own_log_against_its_mark_is_found(desk, tmp_path):
    await desk.store.grow(1)
    mark = desk.store.mark.load()
    desk.store.mark.replace(Mark(incarnation=mark.incarnation, size=1, root=octets("another")))
    assert "log fsck" in (await wrong(desk, tmp_path))["own-log"]


async def test_a_branch_that_the_roster_closed_is_found(desk, tmp_path):
    closed = Branches()
    closed.close("32", LogEnd(size=0, root=EMPTY_ROOT))
    assert "本行不在其中" in (await wrong(desk, tmp_path, HeldRosters(closed)))["roster"]


async def test_a_certificate_near_its_end_is_found(desk, tmp_path):
    desk.clock.advance(timedelta(days=100_000))
    assert "请及时更换" in (await wrong(desk, tmp_path))["certificate"]


async def test_a_missing_or_ending_certificate_for_reports_is_found(desk, tmp_path):
    def missing():
        raise KeyUnavailable(uri="file:keys/documents.crt", reason="missing")

    told = await wrong(desk, tmp_path, documents=missing)
    assert "report certificate" in told["document-certificate"]
    desk.clock.advance(timedelta(days=340))
    assert "更换" in (await wrong(desk, tmp_path))["document-certificate"]


async def test_a_full_disk_is_found(desk, tmp_path, monkeypatch):
    monkeypatch.setattr(examination, "LEAST_FREE_BYTES", 1 << 80)
    assert "磁盘可用" in (await wrong(desk, tmp_path))["disk"]


async def test_peers_that_are_stale_quarantined_or_ahead_are_found(desk, tmp_path):
    desk.clock.advance(STALE_AFTER + timedelta(seconds=1))
    await hear(desk, "33", ahead=timedelta(hours=1))
    await desk.store.copies.quarantine(desk.branches["34"].origin, desk.clock.now(), b"{}")
    found = await wrong(desk, tmp_path)
    assert "已滞后" in found["peer-31"]
    assert "请校时" in found["peer-33"]
    assert "已隔离" in found["peer-34"]


async def test_the_doctor_changes_nothing(desk, tmp_path):
    before = await desk.store.own_log.head()
    await doctor(desk, tmp_path).examine()
    assert await desk.store.own_log.head() == before


async def test_transfers_that_nobody_ends_are_counted_by_who_owes_a_step(desk, tmp_path):
    asking, asked = MemoryLog(desk.branches, "31"), MemoryLog(desk.branches, "33")
    theirs = write(asked, achievement(1))
    await desk.store.append(Entry(encode_header(achievement(2))))
    (mine,) = await desk.store.copies.entries(desk.store.origin, 0, 1)
    cited = Citation(origin=desk.store.origin, index=0, leaf_hash=leaf_hash(mine.header))
    # One of them is between others.
    for name, achievements in (("one", [theirs]), ("two", [cited])):
        write(asking, request(achievements, name))
    for log in (asking, asked):
        await desk.store.take(log, log.size)
    await desk.store.append(Entry(encode_header(request([theirs], "three"))))
    desk.clock.advance(REQUESTED_AT + timedelta(days=30) - desk.clock.now())
    assert "transfers" not in await wrong(desk, tmp_path)
    desk.clock.advance(timedelta(seconds=1))
    told = (await wrong(desk, tmp_path))["transfers"]
    assert told.startswith("2 项转换超过 30 天未办结：分行 32 待办 1 项，分行 33 待办 1 项")
    assert "deltabank transfer stuck" in told
