"""What every well-formed roster satisfies by itself, whoever signed it.

No key stands for two things, no branch goes by another's name or authority, each log's keys
cover its sizes without gap or overlap, and every open branch holds every live epoch of the
federation key.

Source: DESIGN section 4; RFC 8032 section 5.1.3 and RFC 7748 section 6.1 (keys to refuse).
"""

import itertools
import re
from collections.abc import Iterable

from federation.errors import Malformed, UnknownSuite
from federation.suite import suite_of
from federation.trust.certificates import authority_key_bytes, parse_authority
from federation.trust.federation_key import check_wrapping_key
from federation.trust.names import check_branch_code, check_federation_id, log_origin
from federation.trust.roster import Branch, LogKey, Roster

WHAT = "roster"
MAX_ADDRESSES = 8
ADDRESS = re.compile(
    r"(?P<host>[A-Za-z0-9](?:[A-Za-z0-9.-]{0,251}[A-Za-z0-9])?|\[[0-9A-Fa-f:.]{2,45}\]):(?P<port>[0-9]{1,5})"
)


def check_roster(roster: Roster) -> None:
    """Refuses a roster that contradicts itself.

    Raises:
        Malformed: fact ``why`` names the rule that doesn't hold.
    """
    check_federation_id(roster.federation_id)
    if (roster.version == 1) != (roster.previous is None):
        raise Malformed(what=WHAT, why="version 1, and it alone, has nothing before it")
    if roster.issued_at.tzinfo is None or roster.issued_at.microsecond:
        raise Malformed(what=WHAT, why="the time of issue isn't UTC to the second")
    if not roster.root_keys or not roster.branches:
        raise Malformed(what=WHAT, why="no root key or no branch")
    _refuse_doubled((key.name for key in roster.root_keys), "two root keys of one name")
    codes = [branch.code for branch in roster.branches]
    if codes != sorted(set(codes)):
        raise Malformed(what=WHAT, why="branches aren't by ascending code, each once")
    for branch in roster.branches:
        check_branch(branch, roster.federation_id)
    _refuse_doubled(_signature_keys(roster), "one signature key in two places")
    _refuse_doubled((branch.wrapping_key for branch in roster.branches), "two branches with one wrapping key")
    # Compared by key: a second certificate around another branch's key is the same authority.
    _refuse_doubled(
        (authority_key_bytes(parse_authority(branch.tls_ca)) for branch in roster.branches),
        "two branches with one authority",
    )
    for key in roster.root_keys:
        check_signature_key(key.public_key, key.suite)
    for branch in roster.open_branches():
        if tuple(key.epoch for key in branch.wrapped_keys) != roster.epochs():
            raise Malformed(what=WHAT, why=f"branch {branch.code} lacks an epoch of the federation key")


def check_branch(branch: Branch, federation_id: str) -> None:
    """Refuses a branch that contradicts itself. Raises `Malformed`."""
    check_branch_code(branch.code)
    if branch.origin != log_origin(federation_id, branch.code):
        raise Malformed(what=WHAT, why=f"branch {branch.code} has another's origin")
    check_log_keys(branch)
    check_addresses(branch.addresses)
    check_wrapping_key(branch.wrapping_key)
    epochs = [key.epoch for key in branch.wrapped_keys]
    if not epochs or epochs != sorted(set(epochs)):
        raise Malformed(what=WHAT, why="epochs of the federation key aren't ascending, each once")


def check_log_keys(branch: Branch) -> None:
    """Refuses log keys that leave a gap, overlap, or have no open end. Raises `Malformed`."""
    if not branch.log_keys:
        raise Malformed(what=WHAT, why=f"branch {branch.code} has no log key")
    next_size = 0
    *retired, last = branch.log_keys
    for key in retired:
        if key.until_size is None or key.final_root is None or len(key.final_root) != 32:
            raise Malformed(what=WHAT, why="a log key before the last isn't retired at a size and root")
        _check_start(key, next_size)
        if key.until_size < key.from_size:
            raise Malformed(what=WHAT, why="a log key ends before it starts")
        next_size = key.until_size + 1
    _check_start(last, next_size)
    if last.until_size is not None or last.final_root is not None:
        raise Malformed(what=WHAT, why="the last log key is retired without a successor")
    for key in branch.log_keys:
        check_signature_key(key.public_key, key.suite)
    if branch.closed is not None:
        if branch.closed.size < next_size - 1 or len(branch.closed.root) != 32:
            raise Malformed(what=WHAT, why="a branch is closed before its last key was retired")
        if any(end.size == branch.closed.size and end.root != branch.closed.root for end in branch.ends()):
            raise Malformed(what=WHAT, why="two roots for one size")


def check_signature_key(public_key: bytes, suite: int) -> None:
    """Refuses a signature key that isn't one of its suite, or of low order.

    Raises:
        Malformed: a suite that this version doesn't know included.
    """
    try:
        suite_of(suite).check_public_key(public_key)
    except UnknownSuite:
        raise Malformed(what=WHAT, why=f"suite {suite} is unknown") from None


def check_addresses(addresses: tuple[str, ...]) -> None:
    """Refuses what isn't up to 8 distinct ``host:port``. Raises `Malformed`."""
    if len(addresses) > MAX_ADDRESSES or len(set(addresses)) != len(addresses):
        raise Malformed(what="addresses", why=f"more than {MAX_ADDRESSES}, or one twice")
    for address in addresses:
        match = ADDRESS.fullmatch(address)
        if match is None or not 1 <= int(match["port"]) <= 65535:
            raise Malformed(what="addresses", why="not host:port")


def _check_start(key: LogKey, expected: int) -> None:
    if key.from_size != expected:
        raise Malformed(what=WHAT, why="log keys leave a gap or overlap")


def _signature_keys(roster: Roster) -> Iterable[bytes]:
    return itertools.chain(
        (key.public_key for key in roster.root_keys),
        (key.public_key for branch in roster.branches for key in branch.log_keys),
    )


def _refuse_doubled(values: Iterable[object], why: str) -> None:
    values = list(values)
    if len(set(values)) != len(values):
        raise Malformed(what=WHAT, why=why)
