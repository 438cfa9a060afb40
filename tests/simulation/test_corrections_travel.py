"""Shows that what one branch corrects or withdraws is shown so at every other, once its log was pulled."""

from datetime import date, timedelta

import pytest

from federation.model.document import DocumentType, parse_document
from federation.model.reason import CorrectionReason, RevocationReason
from federation.model.standing import Status
from node.model.access import Basis
from node.node_key import NodeKey
from node.services.amending.correcting import CorrectingService, Corrections
from node.services.amending.withdrawing import WithdrawingService
from node.services.filing.tracing import Tracing
from node.services.issuing import AchievementFacts, Issuer
from node.services.looking.access_trail import AccessTrail
from node.services.looking.freshness import Freshness
from node.services.looking.lookup import LookupService
from node.services.looking.subject_keys import SubjectKeys
from node.storage.audit import AuditRepository
from node.storage.cases import CaseRepository
from node.storage.catalogue import CatalogueRepository
from node.storage.entries import EntryRepository
from node.storage.imports import ImportRepository
from node.storage.transfers import TransferRepository
from node.storage.units import OperatorRepository, UnitRepository
from tests.support.branches import octets
from tests.support.nodes import FederationOf
from tests.support.services import ACTOR
from tests.support.workbooks import RESIDENT

ANN = parse_document(DocumentType.RESIDENT_ID, RESIDENT)
TITLES = ("剪纸", "书法", "茶艺")


class Office:
    """What corrections and lookups need, over a running node."""

    def __init__(self, node):
        self.node, clock = node, node.branches.clock
        key, database = NodeKey(octets(f"{node.code}/node")), node.database
        self.units = UnitRepository(database.run)
        subject_keys = SubjectKeys(lambda: node.branches.keys, clock=clock, lookups_per_minute=120)
        self.issuer = Issuer(origin=node.origin, node_key=key, subject_keys=subject_keys)
        audit = AuditRepository(database.run, key)
        tracing = Tracing(
            log_id=node.own_log.log_id,
            entries=EntryRepository(database.read),
            imports=ImportRepository(database.read, key),
            cases=CaseRepository(database.read, key),
            units=self.units,
            operators=OperatorRepository(database.run, key),
        )
        imports = ImportRepository(database.read, key)
        self.withdrawing = WithdrawingService(
            own_log=node.own_log, tracing=tracing, imports=imports, units=self.units, clock=clock
        )
        self.correcting = CorrectingService(
            own_log=node.own_log,
            tracing=tracing,
            records=node.records,
            audit=audit,
            units=self.units,
            catalogue=CatalogueRepository(database.read),
            issuer=self.issuer,
            subject_keys=subject_keys,
            node_key=key,
            clock=clock,
        )
        freshness = Freshness(
            own_branch=node.code,
            own_log=node.own_log,
            copies=node.copies,
            rosters=node.rosters,
            clock=clock,
            stale_after=timedelta(minutes=2),
        )
        self.lookup = LookupService(
            records=node.records,
            transfers=TransferRepository(database.read),
            subject_keys=subject_keys,
            freshness=freshness,
            trail=AccessTrail(audit, node.own_log),
            rosters=node.rosters,
            node_key=key,
            clock=clock,
        )

    async def shown(self):
        result = await self.lookup.look_up(ANN, purpose="核对", basis=Basis.SELF, actor=ACTOR)
        return [(one.title, one.status, one.credits) for one in result.achievements]


@pytest.fixture
async def federation(tmp_path):
    async with FederationOf(3, tmp_path) as federation:
        yield federation


async def test_a_correction_and_a_withdrawal_reach_the_lookups_of_every_branch(federation):
    offices = {code: Office(node) for code, node in federation.nodes.items()}
    home = offices["32"]
    await home.units.ensure_root(code="32", name="省中心", level="provincial-centre", region="32")
    await federation["32"].append(
        *(
            home.issuer.seal_achievement(
                AchievementFacts(
                    document=ANN,
                    name="云晴川",
                    institution_name="某县社区学院",
                    title=title,
                    achieved_on=date(2022, 8, 1),
                )
            ).entry
            for title in TITLES
        )
    )
    await federation.rounds(2)
    for office in offices.values():
        assert await office.shown() == [(title, Status.VALID, None) for title in TITLES]
    await home.withdrawing.withdraw(0, reason=RevocationReason.WRONG_PERSON, note="", actor=ACTOR)
    await home.correcting.correct(
        1, Corrections(credits="2"), document=ANN, reason=CorrectionReason.FILED_IN_ERROR, note="", actor=ACTOR
    )
    before = await offices["33"].shown()
    assert [status for _, status, _ in before] == [Status.VALID] * 3
    await federation.rounds(2)
    for office in offices.values():
        assert await office.shown() == [
            ("剪纸", Status.REVOKED, None),
            ("书法", Status.CORRECTED, None),
            ("茶艺", Status.VALID, None),
            ("书法", Status.VALID, 200),
        ]
