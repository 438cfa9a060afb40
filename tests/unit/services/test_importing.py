"""Shows an import from file to log: what is told, what is kept, where each row came from, and that it happens once."""

import asyncio
import json
import sys
from contextlib import aclosing
from datetime import timedelta
from hashlib import sha256

import pytest
from openpyxl import load_workbook
from sqlalchemy import select

from adapters.base import ImportMode
from adapters.jiangsu.achievements import ACHIEVEMENTS
from adapters.workbook.reading import RowBatch, read_workbook
from federation.errors import ImportBrokenOff, TemplateUnknown, WorkbookRefused
from node.model.access import Basis
from node.services.filing import workbook_rows
from node.services.filing.account_filing import FILED
from node.storage.audit import AuditRepository
from node.storage.imports import ImportRepository
from node.storage.schema import import_job
from samples.people import person_at
from tests.support.services import (
    ACTOR,
    account_row,
    accounts_file,
    achievement_row,
    achievements_file,
    counts,
    document_of,
    take_in,
)
from tests.support.workbooks import headers_of, save

BY_USER, BY_DOCUMENT = ImportMode.USER_NUMBER, ImportMode.DOCUMENT_NUMBER
PEOPLE = [person_at(index) for index in range(3)]


@pytest.fixture
async def filed(node, tmp_path):
    """The node, with three accounts."""
    report = await take_in(node, accounts_file(tmp_path / "accounts.xlsx", [account_row(i) for i in range(3)]))
    assert counts(report) == (3, 0, 0)
    return node


def of_database(node, repository):
    return repository(node._database.run, node.own_log._node_key)


async def size(node):
    return (await node.own_log.head()).size


async def test_invariant_3_the_same_row_file_message_or_retry_has_one_effect(filed, tmp_path):
    rows = [achievement_row(one.user_number, title=title) for one in PEOPLE for title in ("剪纸", "茶艺")]
    file = achievements_file(tmp_path / "a.xlsx", [*rows, rows[0]])
    assert counts(await take_in(filed, file, BY_USER)) == (6, 1, 0)
    head = await filed.own_log.head()
    assert counts(await take_in(filed, file, BY_USER)) == (0, 7, 0)
    overlapping = achievements_file(
        tmp_path / "b.xlsx", [*rows[3:], achievement_row(PEOPLE[0].user_number, title="书法")]
    )
    by_number = achievements_file(tmp_path / "c.xlsx", [achievement_row(number=PEOPLE[0].document_number)])
    assert counts(await take_in(filed, by_number, BY_DOCUMENT)) == (0, 1, 0)
    assert await filed.own_log.head() == head
    assert counts(await take_in(filed, overlapping, BY_USER)) == (1, 3, 0)
    assert await size(filed) == 7


async def test_two_processes_that_import_overlapping_files_at_once_file_each_row_once(filed, tmp_path):
    titles = [f"培训第{number}期" for number in range(60)]
    files = [
        achievements_file(
            tmp_path / f"{name}.xlsx",
            [achievement_row(one.user_number, title=title) for title in part for one in PEOPLE],
        )
        for name, part in (("a", titles[:40]), ("b", titles[20:]))
    ]
    processes = [
        await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "node.cli", "import", str(filed.folder.path), str(file)),
            *("--by", "user-number", "--as", "测试员", "--json"),
            stdout=asyncio.subprocess.PIPE,
        )
        for file in files
    ]
    told = [json.loads((await process.communicate())[0]) for process in processes]
    assert [one["rows"] for one in told] == [120, 120]
    assert [one["rejected"] for one in told] == [0, 0]
    assert sum(one["accepted"] for one in told) == await size(filed) == 180
    assert sum(one["duplicate"] for one in told) == 60
    report = await filed.logs.fsck(lambda read, total: None)
    assert report.findings == ()


@pytest.mark.parametrize("mode", [BY_USER, BY_DOCUMENT])
async def test_a_check_says_what_the_import_then_does_and_files_nothing(filed, tmp_path, mode):
    first, second = PEOPLE[:2]
    rows = [
        achievement_row(first.user_number, first.document_number),
        achievement_row(first.user_number, first.document_number),
        achievement_row(second.user_number, first.document_number),
        achievement_row("NOBODY", person_at(9).document_number),
        achievement_row(second.user_number, second.document_number, on="20231301"),
        achievement_row(second.user_number, second.document_number, title="茶艺"),
    ]
    file = achievements_file(tmp_path / "a.xlsx", rows)
    checked = await take_in(filed, file, mode, only_check=True)
    assert await size(filed) == 0
    imported = await take_in(filed, file, mode)
    assert counts(checked) == counts(imported) == (2, 1, 3)
    assert checked.errors == imported.errors
    assert [(one.row, one.code) for one in imported.errors] == [
        (6, "date-impossible"),
        (4, "document-mismatch"),
        (5, "account-missing"),
    ]
    assert counts(await take_in(filed, file, mode, only_check=True)) == (0, 3, 3)


async def test_a_check_of_accounts_counts_as_the_import_does(node, tmp_path):
    rows = [
        account_row(0),
        account_row(0),
        account_row(0, 姓名="云清和"),
        account_row(1, 协议单位用户号=PEOPLE[0].user_number),
        account_row(1, 性别="未知之性"),
        account_row(2),
    ]
    file = accounts_file(tmp_path / "accounts.xlsx", rows)
    checked, imported = await take_in(node, file, only_check=True), await take_in(node, file)
    assert counts(checked) == counts(imported) == (2, 1, 3)
    assert [one.code for one in checked.errors] == [one.code for one in imported.errors]
    assert counts(await take_in(node, file)) == (0, 3, 3)


async def test_the_error_workbook_is_corrected_and_taken_in_as_it_is(filed, tmp_path):
    good, wrong = achievement_row(PEOPLE[0].user_number), achievement_row(PEOPLE[1].user_number, on="去年夏天")
    report = await take_in(filed, achievements_file(tmp_path / "a.xlsx", [good, wrong]), BY_USER)
    assert counts(report) == (1, 0, 1)
    assert report.error_workbook.parent.stat().st_mode & 0o077 == 0
    workbook = load_workbook(report.error_workbook)
    sheet = workbook.worksheets[0]
    (cell,) = [cell for row in sheet.iter_rows() for cell in row if cell.value == "去年夏天"]
    cell.value = "20220801"
    workbook.save(tmp_path / "corrected.xlsx")
    assert counts(await take_in(filed, tmp_path / "corrected.xlsx", BY_USER)) == (1, 0, 0)
    assert await size(filed) == 2


async def test_every_accepted_achievement_is_traced_to_file_sheet_row_operator_and_time(filed, tmp_path, clock):
    clock.advance(timedelta(hours=1))
    rows = [
        achievement_row(PEOPLE[0].user_number),
        achievement_row("NOBODY"),
        achievement_row(PEOPLE[1].user_number, title="茶艺"),
        achievement_row(PEOPLE[2].user_number, title="书法"),
    ]
    file = achievements_file(tmp_path / "a.xlsx", rows)
    await take_in(filed, file, BY_USER)
    imports, sources = of_database(filed, ImportRepository), set()
    for index in range(await size(filed)):
        import_id, sheet, row = await imports.source_of(index)
        sources.add((sheet, row))
        found = await filed.lookup.look_up(document_of(PEOPLE[0]), purpose="核对", basis=Basis.DUTY, actor=ACTOR)
        assert (row == 2) == any(one.index == index for one in found.achievements)
    assert sources == {("名单", 2), ("名单", 4), ("名单", 5)}
    assert await imports.source_of(99) is None
    job = await job_of(filed, import_id)
    assert job["file_digest"] == sha256(file.read_bytes()).digest()
    assert job["started_at"] == clock.now().timestamp()
    assert job["finished_at"] == clock.now().timestamp()
    assert job["template"] == "jiangsu-achievements@2022"
    assert b"a.xlsx" not in job["sealed"]
    opened = filed.own_log._node_key.decrypt(f"import_job/{import_id}", job["sealed"]).decode()
    assert "测试员" in opened
    assert "a.xlsx" in opened


async def job_of(node, import_id):
    query = select(import_job).where(import_job.c.import_id == import_id)
    return await node._database.read(lambda connection: connection.execute(query).mappings().one())


async def test_every_accepted_account_is_traced_to_its_import_sheet_and_row(filed, clock):
    audit = of_database(filed, AuditRepository)
    traces = await audit.between(clock.now(), clock.now() + timedelta(seconds=1), FILED)
    assert [one.detail.split("/")[1:] for one in traces] == [["名单", "2"], ["名单", "3"], ["名单", "4"]]
    (import_id,) = {one.detail.split("/")[0] for one in traces}
    assert (await job_of(filed, import_id))["counts"] == '{"rows": 3, "accepted": 3, "duplicate": 0, "rejected": 0}'


async def test_what_is_worth_knowing_of_an_accepted_row_is_told(filed, tmp_path):
    rows = [
        achievement_row(PEOPLE[0].user_number, on="20140801"),
        achievement_row("NOBODY", on="20140801"),
        achievement_row(PEOPLE[1].user_number, on="20180801"),
    ]
    file = achievements_file(tmp_path / "a.xlsx", rows)
    for only_check in (True, False):
        report = await take_in(filed, file, BY_USER, only_check=only_check)
        assert counts(report) == (2, 0, 1)
        told = [(one.row, one.code, one.severity) for one in report.remarks]
        assert told == [(2, "year-outside-notice", "remark")]


async def test_a_template_with_two_modes_asks_for_one(filed, tmp_path):
    file = achievements_file(tmp_path / "a.xlsx", [achievement_row(PEOPLE[0].user_number)])
    for only_check in (True, False):
        with pytest.raises(WorkbookRefused) as refused:
            await take_in(filed, file, None, only_check=only_check)
        assert refused.value.facts["reason"] == "mode-required"
    assert await size(filed) == 0


async def test_a_file_that_is_no_workbook_or_of_no_template_files_nothing(filed, tmp_path):
    (tmp_path / "text.xlsx").write_bytes(b"\x00\x01not a workbook")
    with pytest.raises(WorkbookRefused):
        await take_in(filed, tmp_path / "text.xlsx", BY_USER)
    with pytest.raises(TemplateUnknown):
        await take_in(filed, save(tmp_path / "other.xlsx", [["甲", "乙"], ["1", "2"]]), BY_USER)
    assert await size(filed) == 0


@pytest.mark.parametrize(("after", "error", "kept"), [(0, WorkbookRefused, 0), (1, ImportBrokenOff, 3)])
async def test_a_reading_that_breaks_off_says_how_many_rows_were_filed(
    filed, tmp_path, monkeypatch, after, error, kept
):
    async def breaking(*args, **options):
        batches = 0
        async with aclosing(read_workbook(*args, **options)) as events:
            async for event in events:
                if batches == after:
                    raise WorkbookRefused(file="a.xlsx", reason="timeout")
                batches += isinstance(event, RowBatch)
                yield event

    file = achievements_file(tmp_path / "a.xlsx", [achievement_row(one.user_number) for one in PEOPLE])
    with monkeypatch.context() as patched:
        patched.setattr(workbook_rows, "read_workbook", breaking)
        with pytest.raises(error) as caught:
            await take_in(filed, file, BY_USER)
    assert caught.value.facts.get("filed", 0) == kept == await size(filed)
    assert counts(await take_in(filed, file, BY_USER)) == (3 - kept, kept, 0)


async def test_an_institutions_user_numbers_are_its_own(node, tmp_path):
    rows = [account_row(0, 协议单位用户号="001")]
    assert counts(await take_in(node, accounts_file(tmp_path / "a.xlsx", rows), institution="甲学院")) == (1, 0, 0)
    rows = [account_row(1, 协议单位用户号="001")]
    assert counts(await take_in(node, accounts_file(tmp_path / "b.xlsx", rows), institution="乙学院")) == (1, 0, 0)
    assert counts(await take_in(node, accounts_file(tmp_path / "c.xlsx", rows), institution="甲学院")) == (0, 0, 1)


async def test_a_workbook_with_two_sheets_of_one_template_is_traced_by_sheet(filed, tmp_path):
    file = achievements_file(tmp_path / "a.xlsx", [achievement_row(PEOPLE[0].user_number)])
    workbook = load_workbook(file)
    copy = workbook.copy_worksheet(workbook.worksheets[0])
    copy.title = "第二批"
    copy["D2"] = "茶艺"
    workbook.save(file)
    report = await take_in(filed, file, BY_USER)
    assert counts(report) == (2, 0, 0)
    assert report.sheet == "名单、第二批"
    imports = of_database(filed, ImportRepository)
    assert [(await imports.source_of(index))[1:] for index in range(2)] == [("名单", 2), ("第二批", 2)]


async def test_a_file_without_rows_is_no_import(filed, tmp_path):
    report = await take_in(filed, save(tmp_path / "a.xlsx", [headers_of(ACHIEVEMENTS)]), BY_USER)
    assert counts(report) == (0, 0, 0)
    assert report.error_workbook is None
