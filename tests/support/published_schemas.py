"""1EdTech's JSON schemas, which `make test` fetches: their terms don't plainly allow copies in this repository."""

import hashlib
import json
from typing import Any

from tests.support.repository import ROOT

FOLDER = ROOT / "build" / "schemas"
# Captured from https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ by whoever published the archive that
# requirements/schemas.txt pins; a newer one is another file.
ACHIEVEMENT_CREDENTIAL = "ob_v3p0_achievementcredential_schema.json"
SHA256 = "b7358e895f492e74055dc6bfc7ffc420d0e497f90c4579fb83d9519b86d393ea"


def achievement_credential_schema() -> Any:
    """The schema of an AchievementCredential (draft 2019-09), the very one that was pinned."""
    path = FOLDER / ACHIEVEMENT_CREDENTIAL
    assert path.is_file(), f"{path} is missing: make build/schemas/.ready"
    data = path.read_bytes()
    assert hashlib.sha256(data).hexdigest() == SHA256
    return json.loads(data)
