"""Services as a branch has them: over a founded folder, or over a store that other branches' logs can be put into."""

import shutil
import tempfile
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from adapters.base import AccountDraft, AchievementDraft, ImportMode, RowRef
from adapters.jiangsu.accounts import ACCOUNTS
from adapters.jiangsu.achievements import ACHIEVEMENTS
from federation.clock import SteeredClock
from federation.model.document import Document, DocumentType, parse_document
from node.bootstrap import Node, open_node
from node.folder.branch_folder import BranchFolder
from node.folder.creating import create_founding_folder
from node.folder.first_config import FirstConfig
from node.model.access import Actor, Role
from node.services.amending.link_entries import LinkEntries
from node.services.filing.import_report import ImportReport
from node.services.integrity.log_inspection import LogInspection
from node.services.integrity.sync_status import SyncStatus
from node.services.issuing import Issuer
from node.services.looking.access_trail import AccessTrail
from node.services.looking.freshness import Freshness
from node.services.looking.lookup import LookupService
from node.services.looking.proving import ProvingService
from node.services.looking.signed_records import SignedRecords
from node.services.looking.subject_keys import SubjectKeys
from node.storage.database import Database
from node.storage.entries import EntryRepository
from node.storage.transfer_examination import TransferExamination
from node.storage.transfers import TransferRepository
from samples.people import Person, person_at
from tests.support.branches import START, Branches
from tests.support.nodes import HeldRosters, copy_migrated
from tests.support.stores import Store
from tests.support.workbooks import Value, headers_of, save

ACTOR = Actor(name="测试员", role=Role.LOCAL_ADMINISTRATOR, branch="32")
COLLEGE = "某县社区学院"
STALE_AFTER = timedelta(minutes=2)
USUAL = {
    "证件类型": "居民身份证",
    "初始学历": "大学本科",
    "职称": "无",
    "通信地址—省": "江苏省",
    "通信地址—市": "南京市",
    "通信地址—区": "鼓楼区",
    "职业": "不便分类的其它从业人员",
    "学历类别": "非正式教育",
    "一级学习成果": "线下教育",
    "二级学习成果": "社区教育",
    "三级学习成果": "其它",
}


@lru_cache(maxsize=4)
def _founded(branch: str) -> tempfile.TemporaryDirectory[str]:
    # Keys and certificates are made once a process: each test has its own copy of the folder.
    base = tempfile.TemporaryDirectory(prefix="deltabank-services-")
    chosen = FirstConfig(branch=branch, peers="127.0.0.1:0", announce=("127.0.0.1:1",))
    create_founding_folder(Path(base.name) / branch, chosen, START)
    return base


async def new_folder(path: Path, branch: str = "32") -> BranchFolder:
    """A founded folder of a branch with an empty database."""
    shutil.copytree(Path(_founded(branch).name) / branch, path)
    folder = BranchFolder(path)
    await copy_migrated(folder.data / "node.db")
    return folder


@asynccontextmanager
async def opened(path: Path, clock: SteeredClock, branch: str = "32") -> AsyncIterator[Node]:
    """A node over a new founded folder."""
    async with open_node(await new_folder(path, branch), clock) as node:
        yield node


def document_of(person: Person) -> Document:
    """A made-up person's document."""
    return parse_document(DocumentType.RESIDENT_ID, person.document_number)


def account_draft(index: int, *, row: int = 2, name: str = "", user: str = "", number: str = "") -> AccountDraft:
    """The draft of a made-up person's account."""
    person = person_at(index)
    return AccountDraft(
        ref=RowRef(sheet="名单", row=row),
        member_user_number=user or person.user_number,
        name=name or person.name,
        sex=person.sex,
        document=parse_document(DocumentType.RESIDENT_ID, number) if number else document_of(person),
        initial_education="21",
        professional_title="0",
        province="320000",
        city="320100",
        district="320106",
        occupation="8",
        education_category="非正式教育",
        achievement_level1="线下教育",
        achievement_level2="社区教育",
        achievement_level3="其它",
    )


def achievement_draft(
    *,
    user: str | None = None,
    documents: Sequence[Document] = (),
    title: str = "剪纸",
    on: date = date(2022, 8, 1),
    row: int = 2,
    institution: str = COLLEGE,
    remarks: tuple[str, ...] = (),
) -> AchievementDraft:
    """The draft of an achievement in Jiangsu's template."""
    return AchievementDraft(
        ref=RowRef(sheet="成果", row=row),
        member_user_number=user,
        document_number=documents[0].number if documents else None,
        candidate_documents=tuple(documents),
        institution_name=institution,
        title=title,
        achieved_on=on,
        remarks=remarks,
    )


def account_row(index: int, **changes: Value) -> list[Value]:
    """A row of Jiangsu's table 1; `changes` by header."""
    person = person_at(index)
    cells: Mapping[str, Value] = {
        **USUAL,
        "协议单位用户号": person.user_number,
        "姓名": person.name,
        "性别": "男" if person.sex == "1" else "女",
        "证件号码": person.document_number,
        **changes,
    }
    return [cells[header] for header in headers_of(ACCOUNTS)]


def achievement_row(user: str = "", number: str = "", title: str = "剪纸", on: Value = "20220801") -> list[Value]:
    """A row of Jiangsu's table 2."""
    return [user, COLLEGE, number, title, on]


def accounts_file(path: Path, rows: Sequence[Sequence[Value]]) -> Path:
    """A workbook of table 1."""
    return save(path, [headers_of(ACCOUNTS), *rows])


def achievements_file(path: Path, rows: Sequence[Sequence[Value]]) -> Path:
    """A workbook of table 2."""
    return save(path, [headers_of(ACHIEVEMENTS), *rows])


async def take_in(
    node: Node,
    path: Path,
    mode: ImportMode | None = None,
    *,
    institution: str = "",
    unit: str = "",
    only_check: bool = False,
) -> ImportReport:
    """Imports (or checks) a file; every row is in exactly one of the counts."""
    call = node.importing.check if only_check else node.importing.import_file
    report = await call(
        path, mode=mode, institution=institution, unit=unit, actor=ACTOR, on_progress=lambda progress: None
    )
    assert report.rows == report.accepted + report.duplicate + report.rejected
    return report


def counts(report: ImportReport) -> tuple[int, int, int]:
    """Accepted, duplicate, rejected."""
    return report.accepted, report.duplicate, report.rejected


class Desk:
    """The services of branch 32 in a federation of four, over its own store: no folder, no network."""

    def __init__(self, store: Store, *, per_minute: int = 120) -> None:
        self.store = store
        self.branches, self.clock = store.branches, store.branches.clock
        self.rosters = HeldRosters(self.branches)
        self.subject_keys = SubjectKeys(lambda: self.branches.keys, clock=self.clock, lookups_per_minute=per_minute)
        self.trail = AccessTrail(store.audit, store.own_log)
        self.freshness = Freshness(
            own_branch=store.code,
            own_log=store.own_log,
            copies=store.copies,
            rosters=self.rosters,
            clock=self.clock,
            stale_after=STALE_AFTER,
        )
        self.lookup = LookupService(
            records=store.records,
            transfers=TransferRepository(store.database.read),
            subject_keys=self.subject_keys,
            freshness=self.freshness,
            trail=self.trail,
            rosters=self.rosters,
            node_key=store.key,
            clock=self.clock,
        )
        self.proving = ProvingService(
            records=SignedRecords(own_log=store.own_log, copies=store.copies, rosters=self.rosters),
            entries=EntryRepository(store.database.read),
            rosters=self.rosters,
            subject_keys=self.subject_keys,
            audit=store.audit,
            node_key=store.key,
            clock=self.clock,
        )
        self.issuer = Issuer(origin=store.origin, node_key=store.key, subject_keys=self.subject_keys)
        self.links = LinkEntries(
            origin=store.origin, log_id=store.own_log.log_id, issuer=self.issuer, subject_keys=self.subject_keys
        )
        self.logs = LogInspection(
            own_log=store.own_log,
            copies=store.copies,
            transfers=TransferExamination(store.database.read),
            rosters=self.rosters,
        )
        self.status = SyncStatus(own_log=store.own_log, copies=store.copies, freshness=self.freshness)

    async def link(self, document: Document, other: Document) -> int:
        """Links two documents in the own log, as when whoever may has confirmed it."""
        async with self.store.own_log.change() as change:
            return await self.links.append(change, document, other)


@asynccontextmanager
async def new_store(folder: Path, branches: Branches, code: str = "32") -> AsyncIterator[Store]:
    """A branch's empty store on SQLite in `folder`."""
    path = folder / f"{code}.db"
    await copy_migrated(path)
    async with Store(Database(f"sqlite+aiosqlite:///{path}"), branches, code, folder) as store:
        yield store
