"""What a branch's published rules call the schemes that credit counts towards: people read names, not keys.

Keys stay the same from version to version; a name is the one of the version that credit was granted by.
"""

from collections.abc import Iterable

from federation.rules.versions import PublishedRules


class SchemeNames:
    """The names in a branch's published rules."""

    def __init__(self, versions: Iterable[PublishedRules] = ()) -> None:
        """Takes all versions that are known, the oldest first."""
        self._names = {(one.rules.version, scheme.id): scheme.name for one in versions for scheme in one.rules.schemes}
        self._newest = {scheme: name for (_, scheme), name in self._names.items()}

    def known(self, scheme: str, version: int) -> str:
        """The scheme's name in a version of the rules; "" if that version isn't known or has no such scheme."""
        return self._names.get((version, scheme), "")

    def said(self, scheme: str, version: int) -> str:
        """The scheme's name in a version of the rules; its key where no name is known."""
        return self.known(scheme, version) or scheme

    def newest(self, scheme: str) -> str:
        """The scheme's name in the newest version that has it; its key where none is known."""
        return self._newest.get(scheme, scheme)
