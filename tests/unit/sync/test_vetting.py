"""Shows what of a checkpoint that somebody sent is vouched for: its origin's key, and rostered branches alone."""

from datetime import timedelta

import pytest

from federation.errors import CreditBankError, KeyNotValidAtSize, NotInRoster, SignatureInvalid
from federation.tlog.checkpoint import Checkpoint, sign_checkpoint
from federation.tlog.cosignature import cosign
from federation.tlog.note import parse_note, with_signature
from federation.trust.roster import LogEnd
from node.sync.vetting import vet_checkpoint
from tests.support.branches import START, Branches, key_of
from tests.support.memory_source import MemoryLog, checkpoint_of


@pytest.fixture
def log(branches):
    log = MemoryLog(branches, "33")
    log.grow(5)
    return log


def bare(log, key=None):
    """The log's checkpoint with its own signature alone."""
    key = key or log.branches["33"].log_key
    return sign_checkpoint(checkpoint_of(log.note), key.sign, key.public_key)


def by_stranger(note, name, time=START):
    key = key_of("a stranger")
    return with_signature(note, cosign(parse_note(note).text, name, key.sign, key.public_key, time))


def test_a_checkpoint_of_a_rostered_log_is_heard(log, branches):
    heard = vet_checkpoint(log.note, branches.roster)
    assert (heard.branch, heard.origin, heard.size, heard.root) == ("33", log.origin, 5, log.edge.root())
    assert heard.as_of == branches.clock.now()
    assert [one.name for one in heard.cosignatures] == [log.origin]


def test_without_the_origins_own_cosignature_no_time_is_told(log, branches):
    heard = vet_checkpoint(branches.cosigned(bare(log), "34", START), branches.roster)
    assert heard.as_of is None
    assert [one.name for one in heard.cosignatures] == [branches["34"].origin]


def test_cosignatures_of_rostered_branches_are_kept_with_their_times(log, branches):
    later = START + timedelta(minutes=5)
    note = branches.cosigned(branches.cosigned(log.note, "31", later), "34", START)
    heard = vet_checkpoint(note, branches.roster)
    assert {one.name: one.signed_at for one in heard.cosignatures} == {
        branches["31"].origin: later,
        log.origin: branches.clock.now(),
        branches["34"].origin: START,
    }
    assert all(one.line.encode() in note for one in heard.cosignatures)


def test_cosignatures_of_strangers_are_not_counted(log, branches):
    note = by_stranger(log.note, "witness.example/someone")
    assert [one.name for one in vet_checkpoint(note, branches.roster).cosignatures] == [log.origin]


def test_attack_a_cosignature_in_a_branchs_name_by_another_key_is_not_counted(log, branches):
    note = by_stranger(log.note, branches["34"].origin, START + timedelta(days=1))
    note = by_stranger(note, log.origin, START + timedelta(days=1))
    heard = vet_checkpoint(note, branches.roster)
    assert [one.name for one in heard.cosignatures] == [log.origin]
    assert heard.as_of == branches.clock.now()


def test_attack_a_cosignature_of_another_checkpoint_is_not_counted(log, branches):
    lines = branches.cosigned(log.note, "34", START).decode().splitlines(keepends=True)
    line = next(line for line in lines if branches["34"].origin in line)
    log.grow(1)
    heard = vet_checkpoint(with_signature(log.note, line), branches.roster)
    assert [one.name for one in heard.cosignatures] == [log.origin]


def test_a_checkpoint_of_a_log_of_nobody_is_refused(branches):
    with pytest.raises(NotInRoster):
        vet_checkpoint(MemoryLog(Branches(("33",), "ffeeddccbbaa9988"), "33").note, branches.roster)


def test_attack_a_checkpoint_signed_by_another_branch_is_refused(log, branches):
    with pytest.raises(SignatureInvalid):
        vet_checkpoint(bare(log, branches["34"].log_key), branches.roster)


def test_a_checkpoint_beyond_the_size_at_which_its_branch_was_closed_is_refused():
    branches = Branches(("32", "33"))
    log = MemoryLog(branches, "33")
    within = log.grow(2)
    closed = branches.close("33", LogEnd(size=2, root=log.edge.root()))
    assert vet_checkpoint(within, closed).size == 2
    with pytest.raises(KeyNotValidAtSize):
        vet_checkpoint(log.grow(1), closed)


def test_attack_another_root_at_the_size_at_which_a_branch_was_closed_is_refused():
    branches = Branches(("32", "33"))
    log = MemoryLog(branches, "33")
    log.grow(2)
    closed = branches.close("33", LogEnd(size=2, root=log.edge.root()))
    key = branches["33"].log_key
    other = sign_checkpoint(Checkpoint(origin=log.origin, size=2, root=bytes(32)), key.sign, key.public_key)
    with pytest.raises(CreditBankError):
        vet_checkpoint(other, closed)


@pytest.mark.parametrize("note", [b"", b"\n\n", b"no checkpoint\n\n", b"\xff" * 100, b"x" * 100_000])
def test_bytes_that_are_no_checkpoint_are_refused_within_the_tree(branches, note):
    with pytest.raises(CreditBankError):
        vet_checkpoint(note, branches.roster)
