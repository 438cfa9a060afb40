"""What transfers need over the running nodes of a federation: real databases and gRPC, rules from the samples."""

from collections.abc import Sequence
from datetime import date, timedelta
from importlib.resources import files

from federation.model.document import Document
from federation.model.entry import Entry
from federation.rules.reading import parse_rules
from federation.rules.versions import PublishedRules
from federation.trust.roster import LogEnd
from node.model.access import Actor, Basis, Duty, Role
from node.model.case import Case
from node.model.operator import Operator
from node.model.unit import ROOT_ID, Unit
from node.node_key import NodeKey
from node.services.amending.link_entries import LinkEntries
from node.services.crediting.booking import CreditBooking
from node.services.crediting.checking import CreditChecking
from node.services.crediting.persons import PersonAccounts
from node.services.issuing import AchievementFacts, Issuer
from node.services.looking.access_trail import AccessTrail
from node.services.looking.freshness import Freshness
from node.services.looking.lookup import LookupService
from node.services.looking.subject_keys import SubjectKeys
from node.services.rulemaking.scheme_names import SchemeNames
from node.services.transfers.answering import AnsweringService
from node.services.transfers.applications import filed_of_case
from node.services.transfers.attending import TransferAttendant
from node.services.transfers.closing import RosterFollowing
from node.services.transfers.deciding import DecidingService
from node.services.transfers.ending import EndingService
from node.services.transfers.pending import PendingTransfers
from node.services.transfers.requesting import Chosen, RequestingService
from node.services.transfers.viewing import TransferViews
from node.storage.audit import AuditRepository
from node.storage.cases import CaseRepository
from node.storage.credit_postings import CreditPostingRepository
from node.storage.entries import EntryRepository
from node.storage.transfer_examination import TransferExamination
from node.storage.transfers import TransferRepository
from node.storage.units import OperatorRepository, UnitRepository
from tests.support.branches import octets
from tests.support.nodes import FederationOf, Node

RULES = {"31": "shanghai", "32": "jiangsu", "33": "zhejiang", "34": "anhui"}
CLERK, REVIEWER = "收件员", "审核员"
STALE_AFTER = timedelta(minutes=2)


class HeldRules:
    """A branch's sample rules, as if it had published them."""

    def __init__(self, code: str) -> None:
        self._name = f"{RULES[code]}.toml"
        self._text = files("samples.rules").joinpath(self._name).read_text(encoding="utf-8")
        self.published: PublishedRules | None = self._published(self._text)

    def leave_all_to_reviewers(self) -> None:
        """The same rules, of which none decides by itself."""
        self.published = self._published(self._text.replace('handling = "automatic"', 'handling = "reviewer"'))

    def leave_none_to_reviewers(self) -> None:
        """The same rules, each of which decides by itself."""
        self.published = self._published(self._text.replace('handling = "reviewer"', 'handling = "automatic"'))

    def _published(self, text: str) -> PublishedRules:
        return PublishedRules(rules=parse_rules(text, file=self._name), index=0, leaf_hash=octets("rules"))

    async def in_force_here(self, on: date) -> PublishedRules | None:
        return self.published

    async def scheme_names(self, branch: str = "") -> SchemeNames:
        return SchemeNames(() if self.published is None else (self.published,))


class TransferOffice:
    """One branch's services, of the process that a test is."""

    def __init__(self, node: Node, *, max_holds: int = 1_000) -> None:
        self.node, clock = node, node.branches.clock
        self.code = node.code
        key, database = NodeKey(octets(f"{node.code}/node")), node.database
        self.key = key
        self.units = UnitRepository(database.run)
        self.operators = OperatorRepository(database.run, key)
        self.cases = CaseRepository(database.run, key)
        self.transfers = TransferRepository(database.read)
        self.postings = CreditPostingRepository(database.read)
        self.audit = AuditRepository(database.run, key)
        self.rules = HeldRules(node.code)
        self.closed: dict[str, LogEnd] = {}
        self.subject_keys = SubjectKeys(lambda: node.branches.keys, clock=clock, lookups_per_minute=10_000)
        self.issuer = Issuer(origin=node.origin, node_key=key, subject_keys=self.subject_keys)
        self.freshness = Freshness(
            own_branch=node.code,
            own_log=node.own_log,
            copies=node.copies,
            rosters=node.rosters,
            clock=clock,
            stale_after=STALE_AFTER,
        )
        self.trail = AccessTrail(self.audit, node.own_log)
        self.lookup = LookupService(
            records=node.records,
            transfers=self.transfers,
            subject_keys=self.subject_keys,
            freshness=self.freshness,
            trail=self.trail,
            rosters=node.rosters,
            node_key=key,
            clock=clock,
        )
        self.checking = CreditChecking(branch=node.code, postings=self.postings, transfers=self.transfers)
        self.examination = TransferExamination(database.read)
        self.booking = CreditBooking(log_id=node.own_log.log_id, postings=self.postings, clock=clock)
        self.requesting = RequestingService(
            branch=node.code,
            own_log=node.own_log,
            cases=self.cases,
            transfers=self.transfers,
            lookup=self.lookup,
            rules=self.rules,
            subject_keys=self.subject_keys,
            rosters=node.rosters,
            node_key=key,
            clock=clock,
        )
        self.answering = AnsweringService(
            branch=node.code,
            own_log=node.own_log,
            transfers=self.transfers,
            wrapping_key=lambda: octets(f"{node.branches.federation_id}/{node.code}/wrapping"),
            closed=lambda: self.closed,
            max_holds=max_holds,
        )
        self.deciding = DecidingService(
            branch=node.code,
            own_log=node.own_log,
            cases=self.cases,
            transfers=self.transfers,
            rules=self.rules,
            booking=self.booking,
            clock=clock,
        )
        self.ending = EndingService(
            branch=node.code, own_log=node.own_log, transfers=self.transfers, booking=self.booking, clock=clock
        )
        links = LinkEntries(
            origin=node.origin, log_id=node.own_log.log_id, issuer=self.issuer, subject_keys=self.subject_keys
        )
        self.views = TransferViews(
            branch=node.code,
            log_id=node.own_log.log_id,
            cases=self.cases,
            transfers=self.transfers,
            entries=EntryRepository(database.read),
            postings=self.postings,
            persons=PersonAccounts(entries=links, records=node.records, key=key),
            rules=self.rules,
            units=self.units,
            subject_keys=self.subject_keys,
            trail=self.trail,
            key=key,
            clock=clock,
        )
        self.pending = PendingTransfers(
            branch=node.code, cases=self.cases, transfers=self.transfers, units=self.units, freshness=self.freshness
        )
        self.attendant = TransferAttendant(
            roster=RosterFollowing(
                own_log=node.own_log, transfers=self.transfers, copies=node.copies, closed=lambda: self.closed
            ),
            answering=self.answering,
            deciding=self.deciding,
            ending=self.ending,
        )

    async def open(self) -> None:
        """The provincial centre, a clerk and a reviewer."""
        await self.units.ensure_root(code=self.code, name="省中心", level="provincial-centre", region=self.code)
        root = await self.units.by_id(ROOT_ID)
        assert root is not None
        self.root: Unit = root
        self.clerk = await self._operator(CLERK, root, Duty.FILING)
        self.reviewer = await self._operator(REVIEWER, root, Duty.REVIEW)

    async def _operator(self, name: str, unit: Unit, *duties: Duty) -> Actor:
        await self.operators.add(Operator(name=name, unit_id=unit.unit_id, duties=frozenset(duties)))
        return Actor(name=name, role=Role.OPERATOR, branch=self.code, unit=unit, duties=frozenset(duties))

    async def issue(self, document: Document, *titles: str, **facts: object) -> int:
        """Deposits trainings of 32 hours; the first one's leaf index."""
        entries: list[Entry] = [
            self.issuer.seal_achievement(
                AchievementFacts(
                    **{
                        "document": document,
                        "name": "云晴川",
                        "institution_name": "某县成人学校",
                        "title": title,
                        "achieved_on": date(2026, 5, 1),
                        "training_hours": 3200,
                        "credit_hours": 3200,
                        "project_code": f"{self.code}-2026-1",
                        "course_code": f"C{number}",
                        **facts,
                    }
                )
            ).entry
            for number, title in enumerate(titles)
        ]
        return await self.node.append(*entries)

    async def ask(self, document: Document, *chosen: tuple[str, int], **changes: object) -> Case:
        """An application of the person who is there, for a month."""
        today = self.node.branches.clock.now().date()
        arguments = {
            "purpose": "申请学分转换",
            "until": today + timedelta(days=30),
            "basis": Basis.SELF,
            "unit": self.root,
            "actor": self.clerk,
            **changes,
        }
        return await self.requesting.request(document, [Chosen(branch=b, index=i) for b, i in chosen], **arguments)

    async def statuses(self, case: Case) -> list[str]:
        """How the application's achievements stand, in its order."""
        filed = await filed_of_case(self.cases, self.transfers, self.code, case.case_id)
        return [item.status.value for one in filed.transfers for item in one.transfer.items]


async def opened_offices(federation: FederationOf, *, max_holds: int = 1_000) -> dict[str, TransferOffice]:
    """Every branch's office, by its code."""
    made = {code: TransferOffice(node, max_holds=max_holds) for code, node in federation.nodes.items()}
    for office in made.values():
        await office.open()
    return made


async def turn(federation: FederationOf, offices: Sequence[TransferOffice], count: int = 1) -> None:
    """Every branch hears of all others and does what it owes, so many times."""
    for _ in range(count):
        await federation.rounds()
        for office in offices:
            await office.attendant.attend()
