"""What tests of transfers do and ask between real nodes: achievements revoked and corrected, credit as it is booked."""

from federation.model.document import DocumentType, parse_document
from federation.model.entry import Citation, Entry, Header, Kind, encode_header
from federation.model.reason import encode_reason
from federation.tlog.hashing import leaf_hash
from node.model.access import Basis
from node.model.transfer_application import parse_application
from tests.support.branches import octets
from tests.support.workbooks import RESIDENT

ANN = parse_document(DocumentType.RESIDENT_ID, RESIDENT)
BOB = parse_document(DocumentType.PASSPORT, "X7654321")


async def credits_of(office, case):
    accounts = parse_application(case.body).accounts
    return [(one.kind, one.credits) for one in await office.postings.of_accounts(accounts)]


async def revoke(node, index):
    (entry,) = await node.copies.entries(node.origin, index, 1)
    cite = Citation(origin=node.origin, index=index, leaf_hash=leaf_hash(entry.header))
    name = octets(f"revoke {index}", 16)
    header = Header(kind=Kind.ACHIEVEMENT_REVOKED, entry_id=name, cites=(cite,), plain_body=encode_reason("fraud"))
    await node.append(Entry(encode_header(header)))


async def correct(office, index):
    (entry,) = await office.node.copies.entries(office.node.origin, index, 1)
    cite = Citation(origin=office.node.origin, index=index, leaf_hash=leaf_hash(entry.header))
    (found,) = [
        one
        for one in (await office.lookup.present(ANN, purpose="更正", basis=Basis.SELF, actor=office.clerk)).records
        if (one.branch, one.record.index) == (office.code, index)
    ]
    sealed = office.issuer.seal_correction(
        found.body,
        ANN,
        corrects=cite,
        identity=found.record.header.achievement_id,
        reason=encode_reason("filed-in-error"),
    )
    return await office.node.append(sealed.entry)
