"""Shows how a branch's folder is made: whole or refused, nothing overwritten, keys for their owner alone."""

import stat
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from federation.errors import (
    AlreadyExists,
    ConfigurationInvalid,
    FolderNotReady,
    InvitationRefused,
    KeyUnavailable,
    Malformed,
    NotInRoster,
    RosterRefused,
)
from federation.keys import load_signing_key
from federation.trust.invitation import make_invitation
from federation.trust.join_request import parse_join_request, verify_join_request
from federation.trust.peer_certificate import verify_client_certificate, verify_peer_certificate
from federation.trust.roster_proposing import RosterChange, propose_next
from federation.trust.roster_signing import sign_roster
from node.config_reading import load_config
from node.folder import BranchFolder
from node.folder.creating import create_founding_folder, create_invited_folder
from node.folder.federation_epochs import load_federation_epochs
from node.folder.first_config import FirstConfig
from node.folder.roster_files import RosterFiles
from node.folder.tls_files import (
    load_client_ca,
    load_client_certificate,
    load_peer_certificate,
    load_service_certificate,
)
from node.folder.trust_file import TrustBasis, encode_trust_file, load_trust_file

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)


def config_of(folder):
    return load_config(folder.node_toml, {})


@pytest.fixture
def founded(tmp_path):
    return create_founding_folder(tmp_path / "32", FirstConfig(branch="32"), NOW)


@pytest.fixture
def invited(founded, tmp_path):
    invitation = make_invitation(RosterFiles(founded.folder).trusted(), "33", NOW + timedelta(days=1))
    return create_invited_folder(tmp_path / "33", FirstConfig(branch="33"), invitation, NOW, founded.fingerprint)


def next_roster(founded, invited, *, signers=("32", "33")):
    """Version 2, with branch 33, signed by the root keys of `signers`."""
    folders = {"32": founded.folder, "33": invited.folder}
    current = RosterFiles(founded.folder).trusted().current
    epochs = load_federation_epochs(founded.folder, config_of(founded.folder), current)
    request = parse_join_request(invited.join_request.read_bytes())
    signed = propose_next(current, RosterChange(add=[request]), epochs, NOW)
    for code in signers:
        signed = sign_roster(signed, load_signing_key("file:keys/root.pem", folders[code].path), current)
    return signed.to_bytes()


def test_a_founded_branch_stands_alone_in_the_first_roster(founded):
    founded.folder.require_ready()
    trusted = RosterFiles(founded.folder).trusted()
    assert trusted.first_fingerprint == founded.fingerprint
    assert [branch.code for branch in trusted.current.branches] == ["32"]
    assert trusted.current.branches[0].addresses == ("127.0.0.1:7432",)
    epochs = load_federation_epochs(founded.folder, config_of(founded.folder), trusted.current)
    assert [(epoch, len(key)) for epoch, key in epochs.items()] == [(1, 32)]


def test_the_first_configuration_can_be_read_back(founded):
    config = config_of(founded.folder)
    assert (config.branch, config.name, config.adapter) == ("32", "江苏省终身教育学分银行", "jiangsu")


def test_private_keys_are_their_owners_alone(founded):
    for path in founded.folder.keys.iterdir():
        if path.suffix in (".key", ".pem"):
            assert stat.S_IMODE(path.stat().st_mode) == 0o600, path.name


def test_its_certificates_pass_each_for_its_own_use(founded):
    folder, config = founded.folder, config_of(founded.folder)
    roster = RosterFiles(folder).trusted().current
    assert verify_peer_certificate(load_peer_certificate(folder, config).certificate_pem, roster, NOW) == "32"
    client = load_client_certificate(folder).certificate_pem
    assert (
        verify_client_certificate(client, load_client_ca(folder, config), founded.federation_id, "32", NOW) == "local"
    )


def test_a_certificate_that_is_gone_is_named(founded):
    (founded.folder.keys / "peer.crt").unlink()
    with pytest.raises(KeyUnavailable) as caught:
        load_peer_certificate(founded.folder, config_of(founded.folder))
    assert caught.value.facts == {"uri": "file:keys/peer.crt", "reason": "missing"}


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("service.crt", b"", "no-certificate"),
        ("service.crt", b"-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n", "no-certificate"),
        ("service.key", b"", "malformed"),
        ("service.key", None, "other-certificate"),
    ],
    ids=["empty certificate", "garbled certificate", "empty key", "another's key"],
)
def test_a_garbled_certificate_or_key_is_named_before_anything_is_served(founded, name, content, reason):
    keys = founded.folder.keys
    (keys / name).write_bytes((keys / "peer.key").read_bytes() if content is None else content)
    with pytest.raises(KeyUnavailable) as caught:
        load_service_certificate(founded.folder, config_of(founded.folder))
    assert caught.value.facts == {"uri": f"file:keys/{name}", "reason": reason}


def test_a_service_key_that_others_may_read_is_refused(founded):
    (founded.folder.keys / "service.key").chmod(0o644)
    with pytest.raises(KeyUnavailable) as caught:
        load_service_certificate(founded.folder, config_of(founded.folder))
    assert caught.value.facts["reason"] == "too-open"


def test_a_file_managers_copy_of_a_roster_is_no_version_and_no_crash(founded):
    first = founded.folder.roster / "000001.json"
    for name in ("000001 (copy).json", "1²3.json"):
        (founded.folder.roster / name).write_bytes(first.read_bytes())
    assert RosterFiles(founded.folder).trusted().current.version == 1


def test_a_folder_is_never_made_over_another(founded, tmp_path):
    before = {path: path.read_bytes() for path in founded.folder.path.rglob("*") if path.is_file()}
    with pytest.raises(AlreadyExists):
        create_founding_folder(founded.folder.path, FirstConfig(branch="32"), NOW)
    assert {path: path.read_bytes() for path in founded.folder.path.rglob("*") if path.is_file()} == before
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "thesis.doc").write_text("mine")
    with pytest.raises(FolderNotReady) as caught:
        create_founding_folder(tmp_path / "other", FirstConfig(branch="32"), NOW)
    assert caught.value.facts["reason"] == "not-empty"
    assert [path.name for path in (tmp_path / "other").iterdir()] == ["thesis.doc"]


def test_a_folder_whose_making_was_interrupted_is_refused_until_it_is_deleted(founded):
    founded.folder.unfinished.write_text("")
    founded.folder.node_toml.unlink()
    with pytest.raises(FolderNotReady) as refused_again:
        create_founding_folder(founded.folder.path, FirstConfig(branch="32"), NOW)
    with pytest.raises(FolderNotReady) as refused_use:
        founded.folder.require_ready()
    assert refused_again.value.facts["reason"] == refused_use.value.facts["reason"] == "half-made"


@pytest.mark.parametrize(
    "chosen",
    [
        FirstConfig(branch="32", peers="nowhere"),
        FirstConfig(branch="32", announce=("nowhere",)),
        FirstConfig(branch="32", announce=("bad_host:1",)),
        FirstConfig(branch="32", name="两\n行"),
    ],
)
def test_a_wrong_choice_leaves_an_empty_folder(tmp_path, chosen):
    with pytest.raises((ConfigurationInvalid, Malformed)):
        create_founding_folder(tmp_path / "32", chosen, NOW)
    assert list((tmp_path / "32").iterdir()) == []
    create_founding_folder(tmp_path / "32", FirstConfig(branch="32"), NOW)


def test_what_is_no_branch_code_makes_no_folder(tmp_path):
    with pytest.raises(Malformed):
        create_founding_folder(tmp_path / "99", FirstConfig(branch="99"), NOW)
    assert not (tmp_path / "99").exists()


def test_an_invited_branch_pins_the_first_roster_and_asks_to_join(founded, invited):
    trusted = RosterFiles(invited.folder).trusted()
    assert trusted.first_fingerprint == founded.fingerprint
    request = parse_join_request(invited.join_request.read_bytes())
    verify_join_request(request, founded.federation_id, trusted.current)
    assert request.branch == "33"
    with pytest.raises(NotInRoster):
        load_federation_epochs(invited.folder, config_of(invited.folder), trusted.current)


def test_an_invitation_with_another_fingerprint_makes_no_folder(founded, tmp_path):
    invitation = make_invitation(RosterFiles(founded.folder).trusted(), "33", NOW + timedelta(days=1))
    for refused, told in ((invitation, "0" * 64), (replace(invitation, fingerprint="0" * 64), None)):
        with pytest.raises(InvitationRefused):
            create_invited_folder(tmp_path / "33", FirstConfig(branch="33"), refused, NOW, told)
    assert not (tmp_path / "33").exists()


def test_once_the_roster_has_it_an_invited_branch_holds_the_federation_key(founded, invited):
    data = next_roster(founded, invited)
    secrets = []
    for folder in (founded.folder, invited.folder):
        roster = RosterFiles(folder).apply(data)
        secrets.append(load_federation_epochs(folder, config_of(folder), roster))
    assert secrets[0] == secrets[1]


def test_a_roster_without_enough_signatures_changes_nothing(founded, invited):
    files = RosterFiles(founded.folder)
    with pytest.raises(RosterRefused):
        files.apply(next_roster(founded, invited, signers=("32",)))
    assert files.trusted().current.version == 1


def test_another_process_sees_that_a_roster_was_applied(founded, invited):
    files, others = RosterFiles(founded.folder), RosterFiles(founded.folder)
    data = next_roster(founded, invited)
    assert not others.changed_since(1)
    files.apply(data)
    assert others.changed_since(1)
    assert others.apply(data).version == 2, "the same roster again changes nothing"
    assert not others.changed_since(2)


def test_an_altered_roster_file_is_not_believed(founded):
    path = founded.folder.roster / "000001.json"
    path.write_bytes(path.read_bytes().replace(b"7432", b"7433"))
    with pytest.raises(RosterRefused):
        RosterFiles(founded.folder).trusted()


def test_a_missing_version_does_not_bring_back_an_older_roster(founded, invited):
    files = RosterFiles(founded.folder)
    files.apply(next_roster(founded, invited))
    (founded.folder.roster / "000002.json").rename(founded.folder.roster / "000003.json")
    with pytest.raises(RosterRefused):
        files.trusted()


def test_a_folder_without_rosters_or_pin_is_not_ready(founded):
    founded.folder.pinned_fingerprint.unlink()
    with pytest.raises(FolderNotReady):
        RosterFiles(founded.folder).trusted()


def test_a_folder_that_is_not_there_is_told_from_one_that_is_no_branchs(tmp_path):
    for path, reason in ((tmp_path / "nowhere", "missing"), (tmp_path, "no-configuration")):
        with pytest.raises(FolderNotReady) as caught:
            BranchFolder(path).require_ready()
        assert caught.value.facts["reason"] == reason


def test_a_trust_file_leads_to_the_newest_roster_and_says_what_it_was_trusted_by(founded, invited):
    files = RosterFiles(founded.folder)
    data = next_roster(founded, invited)
    files.apply(data)
    exported = encode_trust_file(files.trusted())
    second = files.trusted().current.fingerprint
    told = {
        load_trust_file(exported, founded.fingerprint).basis: TrustBasis.PINNED_CHAIN,
        load_trust_file(exported, None).basis: TrustBasis.UNPINNED_CHAIN,
        load_trust_file(data, second).basis: TrustBasis.PINNED_VERSION,
        load_trust_file(data, None).basis: TrustBasis.UNPINNED_VERSION,
    }
    assert all(found is expected for found, expected in told.items())
    assert load_trust_file(exported, None).roster.version == 2


def test_a_trust_file_with_another_fingerprint_is_refused(founded, invited):
    files = RosterFiles(founded.folder)
    data = next_roster(founded, invited)
    files.apply(data)
    for refused in (encode_trust_file(files.trusted()), data):
        with pytest.raises(RosterRefused):
            load_trust_file(refused, "0" * 64)


def test_a_trust_file_in_which_one_signature_was_taken_away_is_refused(founded, invited):
    with pytest.raises(RosterRefused):
        load_trust_file(next_roster(founded, invited, signers=("32",)), None)
