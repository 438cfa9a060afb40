"""Every error code with its message, a module a subject. Templates name only facts that the class documents."""

from collections.abc import Mapping

from federation.error_catalogue.message import Message
from federation.error_catalogue.messages.branches import PEERS, TRUST
from federation.error_catalogue.messages.cases import CASES
from federation.error_catalogue.messages.contents import BYTES, DOCUMENTS
from federation.error_catalogue.messages.logs import LOGS
from federation.error_catalogue.messages.operating import NODE
from federation.error_catalogue.messages.workbooks import WORKBOOKS

MESSAGES: Mapping[str, Message] = {**BYTES, **DOCUMENTS, **LOGS, **TRUST, **PEERS, **NODE, **CASES, **WORKBOOKS}
