"""Signatures of root keys on a roster: making, gathering and counting them.

A version needs more than half of the distinct root keys of every roster that has a say in
it (its own and its predecessor's). Two successors of one version would each need more than
half of the same keys, so at least one holder would have had to sign both.

Every signature present must hold and be of a key that has a say: a roster with one bad
signature is refused whole, rather than believed in part.

Source: TUF specification 1.0 section 5.3 (threshold of old and new root), DESIGN section 4.
"""

import dataclasses

from federation.errors import RosterRefused, SignatureInvalid
from federation.keys import SigningKey
from federation.suite import suite_of
from federation.trust.roster import RootKey, RootSignature, Roster, SignedRoster


def sign_roster(signed: SignedRoster, signing_key: SigningKey, current: Roster | None = None) -> SignedRoster:
    """The same roster with this key's signature; signing twice changes nothing.

    Args:
        signed: what is to be signed.
        signing_key: a root key of the roster, or of `current`.
        current: the version before, whose root keys have a say as well.

    Raises:
        RosterRefused: reason ``not-a-root-key``.
    """
    voters = root_keys_of(signed.roster, current)
    key = voters.get(signing_key.public_key)
    if key is None or key.suite != signing_key.suite:
        raise RosterRefused(reason="not-a-root-key")
    signature = RootSignature(
        public_key=signing_key.public_key, signature=signing_key.sign(signed.roster.signed_bytes())
    )
    return _with_signatures(signed, (signature,))


def merge_signatures(signed: SignedRoster, *others: SignedRoster) -> SignedRoster:
    """One roster with the signatures of several copies.

    Raises:
        RosterRefused: reason ``different-roster`` (the copies aren't of one roster) or
            ``signature-conflict`` (two signatures by one key: at least one can't be right).
    """
    merged = signed
    for other in others:
        if other.roster.fingerprint != signed.roster.fingerprint:
            raise RosterRefused(reason="different-roster")
        known = {signature.public_key: signature for signature in merged.signatures}
        if any(known.get(found.public_key, found) != found for found in other.signatures):
            raise RosterRefused(reason="signature-conflict")
        merged = _with_signatures(merged, other.signatures)
    return merged


def verify_signatures(signed: SignedRoster, current: Roster | None = None) -> None:
    """Passes a roster that enough root keys signed, of it and of `current`.

    Raises:
        RosterRefused: reasons ``unknown-signer``, ``signature-invalid``,
            ``too-few-signatures-of-current``, ``too-few-signatures``.
    """
    voters = root_keys_of(signed.roster, current)
    message = signed.roster.signed_bytes()
    for signature in signed.signatures:
        key = voters.get(signature.public_key)
        if key is None:
            raise RosterRefused(reason="unknown-signer")
        try:
            suite_of(key.suite).verify_signature(key.public_key, signature.signature, message)
        except SignatureInvalid:
            raise RosterRefused(reason="signature-invalid") from None
    if current is not None and not is_majority(signed, current):
        raise RosterRefused(reason="too-few-signatures-of-current")
    if not is_majority(signed, signed.roster):
        raise RosterRefused(reason="too-few-signatures")


def is_majority(signed: SignedRoster, electorate: Roster) -> bool:
    """Whether more than half of the root keys of `electorate` are among the signers.

    Counts only; whether the signatures hold is `verify_signatures`'s.
    """
    root_keys = {key.public_key for key in electorate.root_keys}
    signers = {signature.public_key for signature in signed.signatures}
    return 2 * len(root_keys & signers) > len(root_keys)


def root_keys_of(roster: Roster, current: Roster | None) -> dict[bytes, RootKey]:
    """The root keys that have a say in `roster`, by public key."""
    keys = (*(current.root_keys if current is not None else ()), *roster.root_keys)
    return {key.public_key: key for key in keys}


def _with_signatures(signed: SignedRoster, more: tuple[RootSignature, ...]) -> SignedRoster:
    by_key = {signature.public_key: signature for signature in (*signed.signatures, *more)}
    return dataclasses.replace(signed, signatures=tuple(by_key[key] for key in sorted(by_key)))
