"""What is said of the roster that a file was held against."""

from node.cli.console.terminal import Terminal
from node.folder.trust_file import TrustBasis, TrustedBy

TRUSTED_BY_ZH = {
    TrustBasis.PINNED_CHAIN: "名册链自核对过指纹的首版起逐版校验",
    TrustBasis.UNPINNED_CHAIN: "名册链逐版校验，但首版指纹未核对：请与官方公布的指纹比对",
    TrustBasis.PINNED_VERSION: "所给名册与核对过的指纹一致",
    TrustBasis.UNPINNED_VERSION: "仅凭所给名册文件本身，指纹未核对：请与官方公布的指纹比对",
}
TRUSTED_BY_EN = {
    TrustBasis.PINNED_CHAIN: "a chain of rosters from the pinned first one",
    TrustBasis.UNPINNED_CHAIN: "a chain of rosters whose first fingerprint was not compared: compare it yourself",
    TrustBasis.PINNED_VERSION: "a roster with the pinned fingerprint",
    TrustBasis.UNPINNED_VERSION: "the roster file alone, its fingerprint not compared: compare it yourself",
}


def tell_trust(trusted: TrustedBy, terminal: Terminal) -> None:
    """What the roster was believed by, and its fingerprints."""
    terminal.say(f"名册依据：{TRUSTED_BY_ZH[trusted.basis]}", f"Trusted by: {TRUSTED_BY_EN[trusted.basis]}")
    terminal.say(
        f"名册第 {trusted.roster.version} 版，指纹 {trusted.roster.fingerprint}",
        f"Roster version {trusted.roster.version}, fingerprint {trusted.roster.fingerprint}",
    )
    if trusted.first_fingerprint is not None:
        terminal.say(f"首版指纹 {trusted.first_fingerprint}", f"Fingerprint of the first: {trusted.first_fingerprint}")


def trust_json(trusted: TrustedBy) -> dict[str, object]:
    """The same for programs."""
    return {
        "roster_version": trusted.roster.version,
        "roster_fingerprint": trusted.roster.fingerprint,
        "first_fingerprint": trusted.first_fingerprint,
        "trusted_by": str(trusted.basis),
    }
