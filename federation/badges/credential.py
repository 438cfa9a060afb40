"""An achievement as an AchievementCredential: what follows from the signed record, and the little that doesn't.

The claims are computed from a `Statement`, by the issuer to sign them and by the verifier to hold a token
against them: a credential says nothing of the achievement that its branch's log doesn't say.

There is no ``credentialStatus``: a list on a web server would tell its operator who is being shown what.
How the achievement stands is asked of any branch.

Source: Open Badges 3.0 (AchievementCredential, JSON Web Token Proof Format); W3C VC Data Model 2.0;
DESIGN section 2; PIPL article 6 (no more than is needed).
"""

import base64
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from federation.badges.compact_jws import JsonObject
from federation.badges.endorsement import CONTEXTS
from federation.badges.identity import HashedIdentity
from federation.model.achievement import AchievementBody
from federation.model.achievement_class import AchievementClass
from federation.trust.strict_json import format_instant

SCHEMA = "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
SCHEMA_TYPE = "1EdTechJsonSchemaValidator2019"
EVIDENCE_PREFIX = "data:application/octet-stream;base64,"
EVIDENCE_NAME = "分行日志的签名记录 / signed record of the branch's log"
CRITERIA = (
    "由所载单位评定，经所载分行登记入日志，可凭所附签名记录核对。 / "
    "Assessed by the institution named and entered in the branch's log; the signed record beside it proves so."
)
# Source: Open Badges 3.0, AchievementType; what has no word there is a plain Achievement.
ACHIEVEMENT_TYPES: Final[Mapping[int, str]] = {
    AchievementClass.TRAINING: "LearningProgram",
    AchievementClass.DEGREE_COURSE: "Course",
    AchievementClass.SELF_STUDY_EXAMINATION: "Assessment",
    AchievementClass.CERTIFICATE: "Certificate",
    AchievementClass.DUAL_CERTIFICATE: "Certificate",
}
OTHER_ACHIEVEMENT = "Achievement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issuer:
    """Who signs.

    Attributes:
        did: of the credential key.
        name: the branch's, for people; the verifier goes by the endorsement.
        origin: of the branch's log.
        endorsement: the branch's statement that the key is its own.
    """

    did: str
    name: str
    origin: str
    endorsement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What a credential is computed from; `repr` shows nothing about the person.

    Attributes:
        issuer: who signs.
        record: a signed record as a file's bytes, its key disclosed.
        body: what that record says.
        record_origin, record_index: where it stands.
        identity: whom it is about.
        valid_from, valid_until: aware, UTC, to the second.
    """

    issuer: Issuer
    record: bytes
    body: AchievementBody
    record_origin: str
    record_index: int
    identity: HashedIdentity
    valid_from: datetime
    valid_until: datetime

    def __repr__(self) -> str:
        return f"Statement({self.record_origin}, {self.record_index})"


def claims_of(statement: Statement) -> JsonObject:
    """The payload: the credential, and the registered claims that repeat it."""
    credential = _credential(statement)
    return credential | {
        "iss": statement.issuer.did,
        "jti": credential["id"],
        "nbf": int(statement.valid_from.timestamp()),
        "exp": int(statement.valid_until.timestamp()),
    }


def _credential(statement: Statement) -> JsonObject:
    body, valid_from = statement.body, format_instant(statement.valid_from)
    place = f"{statement.record_origin}/{statement.record_index}"
    return {
        "@context": list(CONTEXTS),
        "id": _urn(place, statement.issuer.did, valid_from, statement.identity.salt),
        "type": ["VerifiableCredential", "AchievementCredential", "OpenBadgeCredential"],
        "name": body.title,
        "issuer": _issuer(statement.issuer),
        "validFrom": valid_from,
        "validUntil": format_instant(statement.valid_until),
        "awardedDate": _day(body.achieved_on),
        "credentialSubject": _subject(statement),
        "credentialSchema": [{"id": SCHEMA, "type": SCHEMA_TYPE}],
        "evidence": [
            {
                "id": EVIDENCE_PREFIX + base64.b64encode(statement.record).decode("ascii"),
                "type": ["Evidence"],
                "name": EVIDENCE_NAME,
                "description": place,
            }
        ],
    }


def _issuer(issuer: Issuer) -> JsonObject:
    return {
        "id": issuer.did,
        "type": ["Profile"],
        "name": issuer.name,
        "otherIdentifier": [{"type": "IdentifierEntry", "identifier": issuer.origin, "identifierType": "systemId"}],
        "endorsementJwt": [issuer.endorsement],
    }


def _subject(statement: Statement) -> JsonObject:
    body, identity = statement.body, statement.identity
    subject: JsonObject = {
        "type": ["AchievementSubject"],
        "identifier": [
            {
                "type": "IdentityObject",
                "hashed": True,
                "identityHash": identity.identity_hash,
                "identityType": identity.kind,
                "salt": identity.salt,
            }
        ],
        "achievement": _achievement(statement),
        "activityEndDate": _day(body.achieved_on),
        "narrative": _narrative(body),
    }
    if body.credits is not None:
        subject["creditsEarned"] = body.credits / 100
    if body.certificate_number:
        subject["licenseNumber"] = body.certificate_number
    if body.score:
        subject["result"] = [{"type": ["Result"], "value": body.score}]
    return subject


def _achievement(statement: Statement) -> JsonObject:
    body, origin = statement.body, statement.record_origin
    kind = ACHIEVEMENT_TYPES.get(body.achievement_class, OTHER_ACHIEVEMENT)
    return {
        # The same for all who achieved it, as the log has no finer name for it.
        "id": _urn(origin, body.institution_name, body.title, kind),
        "type": ["Achievement"],
        "achievementType": kind,
        "name": body.title,
        "description": f"{body.institution_name}：{body.title}",
        "criteria": {"narrative": CRITERIA},
        "creator": {
            "id": _urn(origin, body.institution_name),
            "type": ["Profile"],
            "name": body.institution_name,
        },
    }


def _narrative(body: AchievementBody) -> str:
    """What Open Badges has no field for; amounts as they are written, never rounded."""
    told = [
        ("持有人 / holder", body.masked_name),
        ("培训时数 / training hours", _hundredths(body.training_hours)),
        ("学时 / credit hours", _hundredths(body.credit_hours)),
        ("证书等级 / certificate level", body.certificate_level),
        ("填报机构 / filed by", body.filed_by),
        ("办学点 / training place", body.training_place),
    ]
    lines = [f"{name}: {value}" for name, value in told if value]
    if body.personal_deposit:
        lines.append("由本人存入，经审核登记 / deposited by the person, and reviewed")
    return "\n\n".join(lines)


def _hundredths(amount: int | None) -> str:
    return "" if amount is None else f"{amount // 100}.{amount % 100:02}"


def _day(day: date) -> str:
    """The start of a day in China: Open Badges has times alone."""
    return f"{day.isoformat()}T00:00:00+08:00"


def _urn(*parts: str) -> str:
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, chr(0).join(parts))}"
