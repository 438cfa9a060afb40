"""Achievements: the sealed body, and the identity that outlives corrections.

`achievement_id` = HMAC-SHA256(node's identity key, lp of each field of the business
key), the first 16 bytes. Corrections and re-issues inherit it and it stays as a
tombstone after erasure, so that one achievement is held and converted once
whatever its entries are called.

Source: DESIGN section 3; proto/federation/v1/entry.proto.
"""

import hmac
import re
import unicodedata
from datetime import date
from functools import lru_cache

import msgspec
from google.protobuf.message import DecodeError

from federation.errors import Malformed
from federation.model.achievement_class import AchievementClass
from federation.model.document import Document
from federation.model.octets import length_prefixed
from federation.v1 import entry_pb2

ACHIEVEMENT_ID_BYTES = 16
MAX_TEXT_CHARS = 500


class AchievementBody(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a record says once it is opened. Hours and credits are hundredths; None is unknown.

    `achievement_class` may be a number that no `AchievementClass` has: a later version's.
    """

    title: str
    institution_name: str
    achieved_on: date
    masked_name: str
    document_salt: bytes
    document_hash: bytes
    institution_code: str = ""
    training_hours: int | None = None
    credit_hours: int | None = None
    credits: int | None = None
    category: str = ""
    remarks: tuple[str, ...] = ()
    personal_deposit: bool = False
    training_place: str = ""
    filed_by: str = ""
    achievement_class: int = AchievementClass.UNSPECIFIED
    score: str = ""
    certificate_number: str = ""
    certificate_level: str = ""
    project_code: str = ""
    course_code: str = ""


def encode_body(body: AchievementBody) -> bytes:
    """The bytes that are sealed."""
    message = entry_pb2.AchievementBody(
        title=body.title,
        institution_name=body.institution_name,
        institution_code=body.institution_code,
        achieved_on=body.achieved_on.isoformat(),
        training_hours=body.training_hours,
        credit_hours=body.credit_hours,
        credits=body.credits,
        category=body.category,
        masked_name=body.masked_name,
        document_salt=body.document_salt,
        document_hash=body.document_hash,
        remarks=body.remarks,
        personal_deposit=body.personal_deposit,
        training_place=body.training_place,
        filed_by=body.filed_by,
        achievement_class=body.achievement_class,  # type: ignore[arg-type]
        score=body.score,
        certificate_number=body.certificate_number,
        certificate_level=body.certificate_level,
        project_code=body.project_code,
        course_code=body.course_code,
    )
    return message.SerializeToString(deterministic=True)


def parse_body(data: bytes) -> AchievementBody:
    """The body that `data` says.

    Raises:
        Malformed: not a body, or no date where one belongs.
    """
    try:
        message = entry_pb2.AchievementBody.FromString(data)
        achieved_on = date.fromisoformat(message.achieved_on)
    except (DecodeError, ValueError) as error:
        raise Malformed(what="achievement body", why="encoding") from error
    return AchievementBody(
        title=message.title,
        institution_name=message.institution_name,
        institution_code=message.institution_code,
        achieved_on=achieved_on,
        training_hours=message.training_hours if message.HasField("training_hours") else None,
        credit_hours=message.credit_hours if message.HasField("credit_hours") else None,
        credits=message.credits if message.HasField("credits") else None,
        category=message.category,
        masked_name=message.masked_name,
        document_salt=message.document_salt,
        document_hash=message.document_hash,
        remarks=tuple(message.remarks),
        personal_deposit=message.personal_deposit,
        training_place=message.training_place,
        filed_by=message.filed_by,
        achievement_class=int(message.achievement_class),
        score=message.score,
        certificate_number=message.certificate_number,
        certificate_level=message.certificate_level,
        project_code=message.project_code,
        course_code=message.course_code,
    )


def achievement_id(
    identity_key: bytes, *, document: Document, institution: str, title: str, achieved_on: date
) -> bytes:
    """The 16-byte identity of an achievement at its issuing branch.

    Args:
        identity_key: the node's own 32-byte key; other branches can't compute ids.
        document: whose it is.
        institution: name or code of the institution, compared as `fold_text` folds it.
        title: the achievement's name, folded likewise.
        achieved_on: the day.
    """
    key = length_prefixed(
        str(int(document.type)).encode(),
        document.number.encode(),
        _folded(institution),
        _folded(title),
        achieved_on.isoformat().encode(),
    )
    return hmac.digest(identity_key, key, "sha256")[:ACHIEVEMENT_ID_BYTES]


@lru_cache(maxsize=4096)
def _folded(text: str) -> bytes:
    # Few institutions and titles stand in many rows.
    return fold_text(text).encode()


def fold_text(text: str) -> str:
    """Text as it is compared: NFKC, no white space, case folded."""
    if text.isascii() or not _NEEDS_FOLDING.search(text):
        return "".join(text.split()).casefold()
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


# Ideographs and ASCII are their own NFKC form: only other text takes the slow way.
_NEEDS_FOLDING = re.compile(r"[^\x00-\x7f\u4e00-\u9fff]")
