"""Looking for two signed checkpoints of one log that can't both be true.

Only an origin's own signatures convict it: a source that can't prove what it says is
at fault itself, and is never enough to accuse the origin.

Source: DESIGN section 5 (Evidence); RELIABILITY 10.
"""

from collections.abc import Awaitable, Callable, Sequence

from federation.errors import CreditBankError
from federation.tlog.checkpoint import KeyAt, SignedCheckpoint
from federation.tlog.evidence import ForkEvidence, verify_fork_evidence

# Gives (root at first, proof from first to second), from whoever holds the larger tree.
Prove = Callable[[int, int], Awaitable[tuple[bytes, Sequence[bytes]]]]


async def find_fork(one: SignedCheckpoint, other: SignedCheckpoint, prove: Prove, key_at: KeyAt) -> ForkEvidence | None:
    """Evidence against the origin of both, or None if there is none to be had.

    Args:
        one: a verified checkpoint.
        other: another one of the same log.
        prove: proves a prefix of the larger one's tree; may fail.
        key_at: the log's keys.
    """
    first, second = sorted((one, other), key=lambda signed: signed.checkpoint.size)
    if first.checkpoint.root == second.checkpoint.root or first.checkpoint.size == 0:
        return None
    prefix_root: bytes | None = None
    proof: tuple[bytes, ...] = ()
    if first.checkpoint.size != second.checkpoint.size:
        try:
            prefix_root, hashes = await prove(first.checkpoint.size, second.checkpoint.size)
        except CreditBankError:
            return None
        proof = tuple(hashes)
        if prefix_root == first.checkpoint.root:
            return None
    evidence = ForkEvidence(
        origin=first.checkpoint.origin,
        first=first.note_bytes,
        second=second.note_bytes,
        prefix_root=prefix_root,
        proof=proof,
    )
    try:
        verify_fork_evidence(evidence, key_at)
    except CreditBankError:
        return None
    return evidence
