"""Shows that a credential of one branch is verified at another, with what became of its achievement meanwhile."""

from datetime import timedelta

import pytest

from federation.model.standing import Status
from node.model.access import Basis
from node.services.badging.issuing import CredentialIssuing
from node.services.badging.verifying import CredentialVerification
from node.services.looking.freshness import FreshnessStatus
from node.services.looking.signed_records import SignedRecords
from node.storage.entries import EntryRepository
from tests.support.credentials import document_certificate
from tests.support.nodes import FederationOf
from tests.support.transfer_acts import ANN
from tests.support.transfer_offices import TransferOffice, turn


@pytest.fixture
async def federation(tmp_path):
    async with FederationOf(3, tmp_path) as running:
        yield running


@pytest.fixture
async def offices(federation):
    """Of a branch whose results another converts by its rules, and of that other branch."""
    made = [TransferOffice(federation.nodes[code]) for code in ("33", "32")]
    for office in made:
        await office.open()
    return made


def issuing(office: TransferOffice) -> CredentialIssuing:
    node = office.node
    certificate = document_certificate(node.branches, office.code)
    return CredentialIssuing(
        branch=office.code,
        lookup=office.lookup,
        records=SignedRecords(own_log=node.own_log, copies=node.copies, rosters=node.rosters),
        rosters=node.rosters,
        subject_keys=office.subject_keys,
        trail=office.trail,
        certificate=lambda: certificate,
        valid_for=timedelta(days=30),
        node_key=office.key,
        clock=node.branches.clock,
    )


def verification(office: TransferOffice) -> CredentialVerification:
    return CredentialVerification(
        entries=EntryRepository(office.node.database.read),
        transfers=office.transfers,
        freshness=office.freshness,
        rosters=office.node.rosters,
        trail=office.trail,
        node_key=office.key,
        clock=office.node.branches.clock,
    )


async def test_another_branch_tells_of_a_credential_that_its_achievement_was_converted_meanwhile(federation, offices):
    one, other = offices
    index = await one.issue(ANN, "短视频制作")
    await federation.rounds(2)
    made = await issuing(one).issue(one.code, index, document=ANN, purpose="求职", basis=Basis.SELF, actor=one.clerk)

    async def standing(office: TransferOffice) -> tuple[Status, FreshnessStatus]:
        found = await verification(office).verify(made.token.encode(), actor=office.clerk)
        assert (found.verified.issuer.code, found.freshness.branch) == (one.code, one.code)
        return found.status, found.freshness.status

    assert await standing(other) == (Status.VALID, FreshnessStatus.FRESH)
    await other.ask(ANN, (one.code, index))
    await turn(federation, offices, 1)
    assert (await standing(one))[0] is Status.HELD
    await turn(federation, offices, 4)
    for office in offices:
        assert await standing(office) == (Status.CONVERTED, FreshnessStatus.FRESH)
    federation.branches.clock.advance(timedelta(minutes=10))
    assert await standing(other) == (Status.CONVERTED, FreshnessStatus.STALE)
