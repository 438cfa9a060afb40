"""Attacks on ledgers: altered after results were filed, padded with false files, guessed at, another unit's."""

import zipfile
from io import BytesIO

import msgspec
import pytest
from sqlalchemy import delete, select, update

from federation.clock import SteeredClock
from federation.errors import ActorRefused, AttachmentRefused, IntegrityBroken, NotHere
from federation.model.entry import Kind, parse_header
from federation.model.ledger import parse_ledger
from node.model.access import Duty
from node.model.ledger_manifest import manifest_digest
from node.model.training_run import numbered
from node.services.attachment_types import DOCX, XLSX
from node.services.ledgers.keeping import RunStatement
from node.services.ledgers.verifying import LedgerVerdict
from node.storage.schema import attachment, case_attachment, case_file, tile, training_run
from tests.support.branches import START
from tests.support.deposits import PNG, operator
from tests.support.ledgers import CODE, JPEG, OTHERS, PDF, learner, office_file, with_projects
from tests.support.services import opened


@pytest.fixture
async def node(tmp_path):
    async with opened(tmp_path / "32", SteeredClock(START)) as node:
        await with_projects(node)
        yield node


@pytest.fixture
async def clerk(node):
    return await operator(node, "填报员", "X1", Duty.FILING)


@pytest.fixture
async def auditor(node):
    return await operator(node, "核查员", "S1", Duty.AUDITING)


async def attach(node, clerk, name, content, part="record"):
    return await node.ledgers.keeping.attach(CODE, 1, part, name=name, content=content, actor=clerk)


async def with_learners(node, clerk, *indexes):
    """Lists made-up people as the run's learners."""
    listed = [learner(index) for index in indexes]
    cases = node.ledgers.keeping._cases
    await cases.amend(CODE, 1, lambda run: numbered(run, listed, is_whole=True), actor=clerk)


async def recorded(node, clerk):
    """A ledger with two learners and a file, as it was when results were deposited."""
    await node.ledgers.keeping.open(CODE, RunStatement(), actor=clerk)
    await with_learners(node, clerk, 1, 2)
    await attach(node, clerk, "记录.pdf", PDF)
    await node.ledgers.recording.record(CODE, 1, actor=clerk)


async def verdict(node, auditor):
    return (await node.ledgers.verification.verify(CODE, 1, actor=auditor)).verdict


async def test_a_ledger_altered_after_the_deposit_is_shown_at_the_audit(node, clerk, auditor):
    await recorded(node, clerk)
    assert await verdict(node, auditor) is LedgerVerdict.SAME
    await with_learners(node, clerk, 1, 2, 3)
    assert await verdict(node, auditor) is LedgerVerdict.CHANGED
    await with_learners(node, clerk, 1, 2)
    assert await verdict(node, auditor) is LedgerVerdict.SAME
    await attach(node, clerk, "补的签到.jpg", JPEG, part="sign-in")
    verified = await node.ledgers.verification.verify(CODE, 1, actor=auditor)
    assert verified.verdict is LedgerVerdict.CHANGED
    assert [one.is_same for one in verified.recordings] == [False]


async def test_a_ledger_altered_once_the_audit_was_announced_and_recorded_again(node, clerk, auditor):
    await recorded(node, clerk)
    await with_learners(node, clerk, 1, 2, 3)
    await node.ledgers.recording.record(CODE, 1, actor=clerk)
    verified = await node.ledgers.verification.verify(CODE, 1, actor=auditor)
    assert verified.verdict is LedgerVerdict.RECORDED_ANEW
    assert [one.is_same for one in verified.recordings] == [False, True]
    await node.ledgers.keeping.close(CODE, 1, actor=clerk)
    assert await verdict(node, auditor) is LedgerVerdict.RECORDED_ANEW


async def test_a_ledger_altered_in_the_database_is_shown_at_the_audit(node, clerk, auditor):
    """Whoever writes to the tables can't make the log say that the new ledger was there."""
    await recorded(node, clerk)
    view = await node.ledgers.views.find(CODE, 1, actor=auditor)
    forged = msgspec.structs.replace(view.run, learners=view.run.learners[:1])

    def forge(connection):
        digest = manifest_digest(forged, view.attachments)
        connection.execute(update(training_run).values(digest=digest, recorded=digest.hex()))

    async with node.own_log.change() as change:
        await change.cases.alter(
            msgspec.structs.replace(view.case, body=msgspec.json.encode(forged)), was=view.case.state
        )
    await node._database.write(forge)
    assert await verdict(node, auditor) is LedgerVerdict.CHANGED


async def test_a_file_that_was_lost_replaced_or_relabelled_in_the_database_is_shown_at_the_audit(node, clerk, auditor):
    await recorded(node, clerk)
    sealed = await node._database.read(lambda c: c.execute(select(attachment.c.sealed)).scalar_one())
    await node._database.write(lambda c: c.execute(update(attachment).values(sealed=sealed[:-1] + b"\x00")))
    assert await verdict(node, auditor) is LedgerVerdict.FILES_BROKEN
    await node._database.write(lambda c: c.execute(update(attachment).values(sealed=sealed)))
    await node._database.write(lambda c: c.execute(update(case_attachment).values(part="evaluation")))
    assert await verdict(node, auditor) is LedgerVerdict.CHANGED
    await node._database.write(lambda c: c.execute(delete(case_attachment)))
    assert await verdict(node, auditor) is LedgerVerdict.CHANGED


async def test_a_recording_that_is_not_what_was_signed_is_no_recording(node, clerk, auditor):
    await recorded(node, clerk)
    await node._database.write(lambda c: c.execute(update(tile).values(hashes=bytes(64))))
    with pytest.raises(IntegrityBroken):
        await node.ledgers.verification.verify(CODE, 1, actor=auditor)


async def test_a_case_that_was_altered_without_the_key_is_not_opened(node, clerk, auditor):
    await recorded(node, clerk)
    await node._database.write(lambda c: c.execute(update(case_file).values(sealed=b"\x00" * 64)))
    with pytest.raises(IntegrityBroken):
        await node.ledgers.verification.verify(CODE, 1, actor=auditor)


async def test_the_log_tells_nobody_who_learned(node, clerk):
    """The entry is the same size and says nothing but digests, whoever the learners are."""
    await recorded(node, clerk)
    async with node.own_log.change() as change:
        ((_, header),) = await change.plain_entries.newest(node.own_log.log_id, Kind.LEDGER_RECORDED, 9)
    view = await node.ledgers.views.find(CODE, 1, actor=clerk)
    for one in view.run.learners:
        for secret in (one.name, one.document_number, one.phone):
            assert secret.encode() not in header
    published = parse_ledger(parse_header(header).plain_body).digest
    guess = msgspec.structs.replace(view.run, salt=bytes(32))
    assert manifest_digest(view.run, view.attachments) == published
    assert manifest_digest(guess, view.attachments) != published


async def test_nothing_of_a_ledger_is_readable_in_the_database(node, clerk):
    await recorded(node, clerk)
    files = [path.read_bytes() for path in node.folder.data.iterdir() if path.is_file()]
    for secret in (learner(1).name, learner(1).document_number, "记录.pdf", "scanned sign-in sheet"):
        assert not any(secret.encode() in content for content in files)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("签到表.pdf", PNG, "name-differs"),
        ("签到表.jpg", PDF, "name-differs"),
        ("评价表.xlsx", office_file(DOCX), "name-differs"),
        ("签到表.pdf.exe", PDF, "name-differs"),
        ("签到表", PDF, "name-differs"),
        ("评价表.xlsx", b"PK\x03\x04 no zip at all", "media-type"),
        ("评价表.xlsm", office_file(XLSX, extra="xl/vbaProject.bin"), "media-type"),
        (
            "评价表.xlsx",
            office_file(XLSX, said=b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"),
            "media-type",
        ),
        ("签到表.pdf", b"<html>%PDF-1.7</html>", "media-type"),
        ("程序.pdf", b"MZ\x90\x00", "media-type"),
        ("签到表.pdf", b"", "empty"),
        ("签到表.pdf", PDF + bytes(10 << 20), "too-large"),
    ],
)
async def test_a_file_that_is_not_what_its_name_says(node, clerk, name, content, reason):
    await node.ledgers.keeping.open(CODE, RunStatement(), actor=clerk)
    with pytest.raises(AttachmentRefused) as refused:
        await attach(node, clerk, name, content)
    assert refused.value.facts["reason"] == reason
    assert (await node.ledgers.views.find(CODE, 1, actor=clerk)).attachments == ()


async def test_a_zip_that_is_no_office_file_is_not_taken_and_one_that_is_one_is(node, clerk):
    await node.ledgers.keeping.open(CODE, RunStatement(), actor=clerk)
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as package:
        package.writestr("word/document.xml", "<document/>")
    with pytest.raises(AttachmentRefused):
        await attach(node, clerk, "设计.docx", archive.getvalue())
    for name, content in (
        ("设计.docx", office_file(DOCX)),
        ("评价表.XLSX", office_file(XLSX)),
        ("照片.jpeg", JPEG),
        ("照片.png", PNG),
    ):
        await attach(node, clerk, name, content)
    view = await node.ledgers.views.find(CODE, 1, actor=clerk)
    assert {one.media_type for one in view.attachments} == {DOCX, XLSX, "image/jpeg", "image/png"}


async def test_a_ledger_of_another_units_run(node, clerk):
    """A neighbour registers nothing for others' projects, sees none of their ledgers and puts nothing in."""
    await recorded(node, clerk)
    keeping = node.ledgers.keeping
    with pytest.raises(ActorRefused):
        await keeping.open(OTHERS.code, RunStatement(), actor=clerk)
    neighbour = await operator(
        node, "邻县人员", "X2", Duty.FILING, Duty.INSPECTION, Duty.AUDITING, Duty.REVIEW, Duty.CATALOGUING
    )
    with pytest.raises(ActorRefused):
        await keeping.open(CODE, RunStatement(), actor=neighbour)
    for refused in (
        keeping.alter(CODE, 1, RunStatement(place="别处"), actor=neighbour),
        keeping.attach(CODE, 1, "record", name="a.pdf", content=PDF, actor=neighbour),
        keeping.detach(CODE, 1, bytes(32), part="record", actor=neighbour),
        keeping.close(CODE, 1, actor=neighbour),
        node.ledgers.recording.record(CODE, 1, actor=neighbour),
        node.ledgers.views.find(CODE, 1, actor=neighbour),
        node.ledgers.views.content(CODE, 1, 1, actor=neighbour),
        node.ledgers.verification.verify(CODE, 1, actor=neighbour),
    ):
        with pytest.raises(NotHere):
            await refused
    assert await node.ledgers.views.seen_by(neighbour, projects=[CODE]) == []
