"""Attack: an operator who was given no duty at all calls whatever asks who is acting.

Whoever adds a method to the node's services that takes an actor says here how such an operator calls it,
and they must be refused; or lists it among what everybody may see of their own place.
"""

import inspect
from datetime import date
from hashlib import sha256
from importlib.resources import files

import msgspec
import pytest

from federation.clock import SteeredClock
from federation.errors import ActorRefused, NotHere
from federation.model.ledger import LedgerPart
from federation.model.reason import CorrectionReason, ReinstatementReason, RevocationReason
from federation.reports.body import ReportKind
from federation.reports.entries import WithdrawalReason
from node.model.access import Basis, Duty
from node.model.administrator import GRANT, SUBMIT
from node.model.city_contacts import CityContacts
from node.model.rulemaking import RulesDraft
from node.model.training_plan import PlanLine
from node.services.amending.correcting import Corrections
from node.services.cataloguing.publishing import Amendment
from node.services.declaring.record_lists import ListScope
from node.services.ledgers.keeping import RunStatement
from node.services.organisation.adding_units import NewUnit
from node.services.organisation.operators import NewOperator
from node.services.reporting.applying import WantedReport
from node.services.transfers.requesting import Chosen
from samples.people import person_at
from tests.support.applications import application_of, brought_to
from tests.support.branches import START
from tests.support.deposits import DOCUMENT, PDF, TRAINING, add_units, operator, submitted
from tests.support.ledgers import CODE, PROJECT, published_entry
from tests.support.services import ACTOR, account_row, accounts_file, document_of, opened
from tests.support.training import Q1, project

OTHER = document_of(person_at(5))
DAY = date(2026, 1, 1)
FRAUD = RevocationReason.FRAUD
AFTER_ALL = ReinstatementReason.WITHDRAWN_IN_ERROR
ERROR = CorrectionReason.FILED_IN_ERROR
CITY_CONTACTS = CityContacts(bureau="某市教育局", city="320100", contacts=())
WANTED = WantedReport(kind=ReportKind.CERTIFICATION)
RULES = RulesDraft(
    file="jiangsu.toml", text=files("samples.rules").joinpath("jiangsu.toml").read_text(encoding="utf-8")
)
LISTED = ListScope(first_quarter=Q1, last_quarter=Q1)
LOOK = {"purpose": "好奇", "basis": Basis.DUTY}
UNIT = {"code": "N1", "name": "新机构", "level": "township-centre", "region": "320102002", "parent": "X1"}


def quiet(*_progress):
    """Nobody is told."""


REFUSED = {
    "units.add": lambda at: at.call(**UNIT),
    "units.except_from_rule": lambda at: at.call("T1", reason="偏远"),
    "units.rename": lambda at: at.call("T1", name="新名", reason="理由"),
    "units.close": lambda at: at.call("T1", reason="理由"),
    "operators.resume": lambda at: at.call("停用员"),
    "operators.add": lambda at: at.call("新人", unit=at.unit, duties=()),
    "operators.suspend": lambda at: at.call("填报员"),
    "applications.attach": lambda at: at.call(at.application, "id-card-front", name="a.pdf", content=PDF),
    "applications.detach": lambda at: at.call(at.application, "0" * 8),
    "applications.collect": lambda at: at.call(at.handed_in),
    "applications.content": lambda at: at.call(at.application, bytes(32)),
    "applications.decide": lambda at: at.call(at.handed_in, GRANT),
    "applications.dispatch": lambda at: at.call(unit=""),
    "applications.file": lambda at: at.call(application_of("X1机构"), unit="X1"),
    "applications.seen_by": lambda at: at.call(),
    "applications.show": lambda at: at.call(at.application),
    "applications.submit": lambda at: at.call(at.application),
    "application_reminders.set_deadline": lambda at: at.call(DAY, lead_days=3),
    "application_reminders.write_due": lambda at: at.call(),
    "city_contacts.file": lambda at: at.call(CITY_CONTACTS, unit="S1"),
    "city_contacts.seen_by": lambda at: at.call(),
    "assessment.live": lambda at: at.call(2026),
    "assessment.publish": lambda at: at.call(2026),
    "importing.check": lambda at: at.call(at.file, mode=None, institution="", on_progress=quiet),
    "importing.import_file": lambda at: at.call(at.file, mode=None, institution="", on_progress=quiet),
    "withdrawing.withdraw": lambda at: at.call(at.index, reason=FRAUD, note=""),
    "withdrawing.withdraw_import": lambda at: at.call(at.imported, reason=FRAUD, note="", on_progress=quiet),
    "workbook_withdrawing.withdraw_rows": lambda at: at.call(
        at.file, mode=None, reason=FRAUD, note="", on_progress=quiet
    ),
    "reinstating.reinstate": lambda at: at.call(at.index, reason=AFTER_ALL, note=""),
    "correcting.correct": lambda at: at.call(
        at.index, Corrections(score="100"), document=DOCUMENT, reason=ERROR, note=""
    ),
    "accounts.conflicts": lambda at: at.call(),
    "accounts.correct": lambda at: at.call(OTHER, "假名", reason="理由"),
    "accounts.keep": lambda at: at.call(OTHER, reason="理由"),
    "accounts.show": lambda at: at.call(OTHER, **LOOK),
    "deposits.filing.alter": lambda at: at.call(at.draft, TRAINING),
    "deposits.filing.attach": lambda at: at.call(at.draft, name="a.pdf", content=PDF),
    "deposits.filing.detach": lambda at: at.call(at.draft, 1),
    "deposits.filing.file": lambda at: at.call(TRAINING, document=DOCUMENT),
    "deposits.filing.submit": lambda at: at.call(at.draft),
    "deposits.filing.withdraw": lambda at: at.call(at.draft),
    "deposits.review.approve": lambda at: at.call(at.waiting),
    "deposits.review.give_back": lambda at: at.call(at.waiting, reason="理由"),
    "deposits.review.refuse": lambda at: at.call(at.waiting, reason="理由"),
    "deposits.views.evidence": lambda at: at.call(at.waiting, 1),
    "deposits.views.find": lambda at: at.call(at.waiting),
    "deposits.views.of_person": lambda at: at.call(DOCUMENT),
    "deposits.views.seen_by": lambda at: at.call(),
    "declaring.deadlines.set_deadline": lambda at: at.call(DAY, lead_days=3),
    "declaring.deadlines.write_due": lambda at: at.call(),
    "declaring.filing.alter": lambda at: at.call(at.project, {"scale": 1}),
    "declaring.filing.drop": lambda at: at.call([at.project]),
    "declaring.filing.file": lambda at: at.call([project("茶艺")]),
    "declaring.filing.file_of_units": lambda at: at.call([("", project("茶艺"))]),
    "declaring.filing.recall": lambda at: at.call([at.declared]),
    "declaring.filing.submit": lambda at: at.call([at.project]),
    "declaring.plans.file": lambda at: at.call(2027, [PlanLine(quarter=1, projects=1)]),
    "declaring.plans.standings": lambda at: at.call(2027),
    "declaring.record_lists.hand_over": lambda at: at.call(LISTED, receiver="某县教育局"),
    "declaring.record_lists.handed": lambda at: at.call(),
    "declaring.record_lists.render": lambda at: at.call(LISTED),
    "declaring.review.approve": lambda at: at.call([at.declared]),
    "declaring.review.give_back": lambda at: at.call([at.declared], reason="理由"),
    "declaring.review.remark": lambda at: at.call(at.project, reason="理由"),
    "declaring.views.find": lambda at: at.call(at.project),
    "declaring.views.seen_by": lambda at: at.call(),
    "declaring.workbooks.file": lambda at: at.call(at.file),
    "auditing.running.run": lambda at: at.call(Q1, Q1),
    "auditing.decisions.answer": lambda at: at.call(at.found, "说明"),
    "auditing.decisions.attach": lambda at: at.call(at.found, name="a.pdf", content=PDF),
    "auditing.decisions.declare": lambda at: at.call([at.found]),
    "auditing.decisions.dismiss": lambda at: at.call(at.found, reason="理由"),
    "auditing.decisions.uphold": lambda at: at.call(at.found, reason="理由"),
    "auditing.views.audits": lambda at: at.call(),
    "auditing.views.content": lambda at: at.call(at.found, 1),
    "auditing.views.find": lambda at: at.call(at.found),
    "auditing.views.outcome": lambda at: at.call(at.found),
    "auditing.views.rows": lambda at: at.call(at.found),
    "auditing.views.seen_by": lambda at: at.call(),
    "cataloguing.publishing.publish": lambda at: at.call(Q1, Q1),
    "cataloguing.publishing.amend": lambda at: at.call(Q1, Q1, Amendment(reason="理由")),
    "cataloguing.province.publish": lambda at: at.call(Q1, Q1),
    "cataloguing.merging.merge": lambda at: at.call("茶艺培训", "18"),
    "ledgers.keeping.alter": lambda at: at.call(CODE, 1, RunStatement(place="别处")),
    "ledgers.keeping.attach": lambda at: at.call(CODE, 1, "record", name="a.pdf", content=PDF),
    "ledgers.keeping.close": lambda at: at.call(CODE, 1),
    "ledgers.keeping.detach": lambda at: at.call(CODE, 1, sha256(PDF).digest(), part="record"),
    "ledgers.keeping.open": lambda at: at.call(CODE, RunStatement()),
    "ledgers.recording.record": lambda at: at.call(CODE, 1),
    "ledgers.sheets.take": lambda at: at.call(CODE, 1, LedgerPart.LEARNERS, at.file),
    "ledgers.verification.verify": lambda at: at.call(CODE, 1),
    "ledgers.verification.verify_all": lambda at: at.call([(CODE, 1)]),
    "ledgers.views.content": lambda at: at.call(CODE, 1, 1),
    "ledgers.views.find": lambda at: at.call(CODE, 1),
    "ledgers.views.seen_by": lambda at: at.call(),
    "lookup.look_up": lambda at: at.call(DOCUMENT, **LOOK),
    "looks.of_person": lambda at: at.call(DOCUMENT),
    "results.file": lambda at: at.call([], batch="批次"),
    "proving.prove": lambda at: at.call("32", at.index, document=None),
    "linking.link": lambda at: at.call(DOCUMENT, OTHER, reason="理由"),
    "linking.confirm": lambda at: at.call(at.stated),
    "linking.refuse": lambda at: at.call(at.stated, reason="理由"),
    "linking.withdraw": lambda at: at.call(at.stated),
    "linking.undo": lambda at: at.call(DOCUMENT, OTHER, reason="理由"),
    "linking.seen_by": lambda at: at.call(),
    "credentials.issue": lambda at: at.call(at.origin, at.index, document=DOCUMENT, **LOOK),
    "credential_verification.verify": lambda at: at.call(b""),
    "credit_checking.check": lambda at: at.call(),
    "credit.of_person": lambda at: at.call(DOCUMENT, **LOOK),
    "guidance.advise": lambda at: at.call(DOCUMENT, **LOOK),
    "lookup.present": lambda at: at.call(DOCUMENT, **LOOK),
    "declaring.filing.alter_all": lambda at: at.call({at.project: {"scale": 1}}),
    "operators.add_all": lambda at: at.call([NewOperator(name="新人", unit=at.place, duties=frozenset())]),
    "units.add_all": lambda at: at.call([NewUnit(**UNIT)]),
    "pending_transfers.stuck": lambda at: at.call(),
    "reports.applying.apply": lambda at: at.call(WANTED, document=DOCUMENT),
    "reports.applying.apply_again": lambda at: at.call(at.nothing, WANTED, document=DOCUMENT),
    "reports.applying.cancel": lambda at: at.call(at.nothing),
    "reports.deciding.give_back": lambda at: at.call(at.nothing, reason="理由"),
    "reports.deciding.issue": lambda at: at.call(at.nothing),
    "reports.deciding.refuse": lambda at: at.call(at.nothing, reason="理由"),
    "reports.deciding.withdraw": lambda at: at.call(at.nothing, reason=WithdrawalReason.ISSUED_IN_ERROR, note=""),
    "reports.verification.verify": lambda at: at.call(["0"]),
    "reports.views.file": lambda at: at.call(at.nothing),
    "reports.views.find": lambda at: at.call(at.nothing),
    "reports.views.of_person": lambda at: at.call(DOCUMENT),
    "reports.views.seen_by": lambda at: at.call(),
    "rulemaking.adopt": lambda at: at.call(at.nothing, DAY),
    "rulemaking.all": lambda at: at.call(),
    "rulemaking.consult": lambda at: at.call(at.nothing, "意见"),
    "rulemaking.draft": lambda at: at.call(RULES),
    "rulemaking.drop": lambda at: at.call(at.nothing, "理由"),
    "rulemaking.publish": lambda at: at.call(at.nothing),
    "rulemaking.revise": lambda at: at.call(at.nothing, RULES),
    "rulemaking.send_back": lambda at: at.call(at.nothing, "理由"),
    "rulemaking.show": lambda at: at.call(at.nothing),
    "transfer_decisions.proposals": lambda at: at.call(at.nothing),
    "transfer_decisions.review": lambda at: at.call(at.nothing, []),
    "transfer_endings.reverse": lambda at: at.call(at.nothing, (0, 0), reason="revoked"),
    "transfer_endings.withdraw": lambda at: at.call(at.nothing),
    "transfer_requests.request": lambda at: at.call(
        DOCUMENT, [Chosen(branch="33", index=0)], until=DAY, unit=at.place, **LOOK
    ),
    "transfer_views.find": lambda at: at.call(at.nothing),
    "transfer_views.of_person": lambda at: at.call(DOCUMENT),
    "transfer_views.seen_by": lambda at: at.call(),
    "recovery.overrule": lambda at: at.call("甲", "乙", ()),
    "progress.fit_for_publication": lambda at: at.call(first=DAY, last=DAY),
    "progress.of_year": lambda at: at.call(year=2025),
    "progress.publish": lambda at: at.call(first=DAY, last=DAY),
}
OPEN = {
    # Names of institutions are open; where one acts by default is one's own unit, and each use of it asks for a duty.
    "units.seen_by",
    "units.place_of",
    # Colleagues of one's own place and under it.
    "operators.seen_by",
    # Which institutions of one's place have applied, and which were reminded: nobody's data.
    "application_reminders.standings",
    "application_reminders.since",
    "declaring.deadlines.since",
    # What was filed by one's own place, without whom it is about.
    "history.filed",
    "history.find_import",
    "history.imports",
    # Counts of one's own place.
    "progress.live",
}


class Attempt:
    """One method, called by the operator without duties."""

    def __init__(self, node, name, actor):
        self._method, self._actor = node, actor
        for part in name.split("."):
            self._method = getattr(self._method, part)

    def call(self, *arguments, **options):
        return self._method(*arguments, actor=self._actor, **options)


def services(node):
    for of_node in (name for name in dir(node) if not name.startswith("_")):
        service = getattr(node, of_node)
        if type(service).__module__.startswith("node.services."):
            yield of_node, service
            inner = getattr(service, "__dataclass_fields__", ())
            yield from ((f"{of_node}.{name}", getattr(service, name)) for name in inner)


@pytest.fixture
async def node(tmp_path):
    async with opened(tmp_path / "32", SteeredClock(START)) as node:
        await add_units(node)
        await node.units.add(
            code="T1", name="T1机构", level="township-centre", region="320102001", parent="X1", actor=ACTOR
        )
        yield node


async def test_every_method_that_takes_an_actor_is_tried_or_said_to_be_everybodys(node):
    taking = {
        f"{of}.{name}"
        for of, service in services(node)
        for name, method in inspect.getmembers(type(service), inspect.isfunction)
        if not name.startswith("_") and "actor" in inspect.signature(method).parameters
    }
    assert taking == REFUSED.keys() | OPEN


async def test_without_a_duty_nothing_is_done_and_nobodys_data_is_seen(node, tmp_path):
    nobody = await operator(node, "无职责", "X1")
    clerk = await operator(node, "填报员", "X1", Duty.FILING)
    reviewer = await operator(node, "审核员", "X1", Duty.REVIEW)
    file = accounts_file(tmp_path / "a.xlsx", [account_row(5)])
    await node.importing.import_file(file, mode=None, institution="", actor=clerk, on_progress=quiet)
    ((imported, unit),) = await node.history.imports(actor=clerk, limit=1)
    approved = await node.deposits.review.approve(await submitted(node, TRAINING, clerk), actor=reviewer)
    draft = await node.deposits.filing.file(
        msgspec.structs.replace(TRAINING, title="书法"), document=DOCUMENT, actor=clerk
    )
    waiting = await submitted(node, msgspec.structs.replace(TRAINING, title="茶艺"), clerk)
    filed = await node.applications.file(application_of("X1机构"), unit="X1", actor=clerk)
    await node.units.except_from_rule("T1", reason="偏远", actor=ACTOR)
    handed_in = await brought_to(node, "T1机构", SUBMIT)
    stated = (await node.linking.link(DOCUMENT, OTHER, reason="旧证换新证", actor=clerk)).case
    await operator(node, "停用员", "X1", Duty.FILING)
    await node.operators.suspend("停用员", actor=ACTOR)
    declarant = await operator(node, "申报员", "X1", Duty.DECLARATION)
    drafted, declared = await node.declaring.filing.file([project("剪纸"), project("书法")], actor=declarant)
    await node.declaring.filing.submit([declared.case.case_id], actor=declarant)
    async with node.own_log.change() as change:
        await change.append([published_entry(PROJECT)])
    await node.ledgers.keeping.open(CODE, RunStatement(), actor=clerk)
    await node.ledgers.keeping.attach(CODE, 1, "record", name="a.pdf", content=PDF, actor=clerk)
    size = (await node.own_log.head()).size
    for name, tried in REFUSED.items():
        attempt = Attempt(node, name, nobody)
        attempt.unit, attempt.file, attempt.imported = unit, file, imported.job.import_id
        attempt.index, attempt.draft, attempt.waiting = approved.entry_index, draft.case_id, waiting
        attempt.stated = stated.case_id
        attempt.found = attempt.nothing = "0" * 32
        attempt.place, attempt.origin = nobody.unit, node.own_log.origin
        attempt.project, attempt.declared = drafted.case.case_id, declared.case.case_id
        attempt.application, attempt.handed_in = filed.case_id, handed_in.case_id
        try:
            await tried(attempt)
        except (ActorRefused, NotHere):
            continue
        pytest.fail(f"{name} asks for no duty")
    assert (await node.own_log.head()).size == size
