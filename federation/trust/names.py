"""The names that a federation and its branches go by, each built in one place.

All names of a branch follow from the federation's id and the branch's code, so a roster
can't give one branch another's name.

Source: GB/T 2260-2007 (province codes), C2SP tlog-checkpoint (log origins), RFC 3986 and
RFC 5280 section 4.2.1.6 (URIs in certificates), DESIGN section 4.
"""

import re

from federation.errors import Malformed

FEDERATION_ID = re.compile(r"[0-9a-f]{16}")
CLIENT_NAME = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# Source: GB/T 2260-2007, the two-digit codes of provinces, autonomous regions,
# municipalities and special administrative regions.
# One line per region of the country, by the first digit.
CODES_BY_REGION = {
    "1": "12345",
    "2": "123",
    "3": "1234567",
    "4": "123456",
    "5": "01234",
    "6": "12345",
    "7": "1",
    "8": "12",
}
PROVINCE_CODES = frozenset(region + place for region, places in CODES_BY_REGION.items() for place in places)


def check_federation_id(federation_id: str) -> None:
    """Refuses what is not 16 lower-case hex digits. Raises `Malformed`."""
    if not FEDERATION_ID.fullmatch(federation_id):
        raise Malformed(what="federation-id", why="not 16 lower-case hex digits")


def check_branch_code(code: str) -> None:
    """Refuses what is not a province's two-digit code. Raises `Malformed`."""
    if code not in PROVINCE_CODES:
        raise Malformed(what="branch-code", why="not a province code of GB/T 2260")


def check_client_name(name: str) -> None:
    """Refuses what is not 1 to 63 of ``a-z 0-9 -``, no hyphen at either end. Raises `Malformed`."""
    if not CLIENT_NAME.fullmatch(name):
        raise Malformed(what="client-name", why="not 1 to 63 of a-z, 0-9 and inner hyphens")


def log_origin(federation_id: str, branch: str) -> str:
    """The origin line of a branch's log: ``creditbank.delta/<federation id>/<code>``."""
    _check(federation_id, branch)
    return f"creditbank.delta/{federation_id}/{branch}"


def branch_uri(federation_id: str, branch: str) -> str:
    """The URI that a branch's peer certificate must carry."""
    _check(federation_id, branch)
    return f"creditbank://{federation_id}/branch/{branch}"


def client_uri(federation_id: str, branch: str, client: str) -> str:
    """The URI that the certificate of one of a branch's own clients must carry."""
    check_client_name(client)
    return f"{branch_uri(federation_id, branch)}/client/{client}"


def service_uri(federation_id: str, branch: str) -> str:
    """The URI in the certificate that a branch shows to its own clients."""
    return f"{branch_uri(federation_id, branch)}/service"


def documents_uri(federation_id: str, branch: str) -> str:
    """The URI in the certificate that a branch signs documents with."""
    return f"{branch_uri(federation_id, branch)}/documents"


def server_name(branch: str) -> str:
    """The DNS name in a branch's certificates: what a caller checks, wherever it dials."""
    check_branch_code(branch)
    return f"branch-{branch}.creditbank.internal"


def _check(federation_id: str, branch: str) -> None:
    check_federation_id(federation_id)
    check_branch_code(branch)
