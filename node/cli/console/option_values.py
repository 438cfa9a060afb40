"""The words of every option that takes one of several values.

Source: 江苏省教育厅办公室 2022 notice and the credit bank's brochure (填报、审核、汇总、个人存入); PIPL article 13.
"""

from enum import StrEnum

from adapters.base import ImportMode
from federation.error_catalogue.case_words import STATES
from federation.error_catalogue.phrases import THINGS, Phrase
from federation.error_catalogue.transfer_words import ENDING_REASONS
from federation.model.achievement_class import AchievementClass
from federation.model.document import DocumentType
from federation.model.reason import CorrectionReason, ReinstatementReason, ReversalReason, RevocationReason
from federation.reports.body import ReportKind
from federation.reports.entries import WithdrawalReason
from node.cli.console.choices import Choices
from node.model.access import Basis, Duty
from node.model.administrator import PARTS
from node.model.client import ClientKind


class DocumentTypeName(StrEnum):
    """The federation's document types, by the names that the command line takes."""

    RESIDENT_ID = "resident-id"
    RESIDENCE_PERMIT = "residence-permit"
    PASSPORT = "passport"
    HONGKONG_MACAO_PASS = "hongkong-macao-pass"  # noqa: S105 - a travel document, no password
    TAIWAN_PASS = "taiwan-pass"  # noqa: S105
    FOREIGN_PERMANENT_RESIDENT = "foreign-permanent-resident"
    MILITARY = "military"
    OTHER = "other"

    @property
    def type(self) -> DocumentType:
        """The federation's code."""
        return DocumentType[self.name]


class ClassName(StrEnum):
    """The classes that a person may deposit, as the command line takes them."""

    TRAINING = "training"
    DEGREE_COURSE = "degree-course"
    SELF_STUDY_EXAMINATION = "self-study-examination"
    CERTIFICATE = "certificate"

    @property
    def achievement_class(self) -> AchievementClass:
        """The federation's code."""
        return AchievementClass[self.name]


IMPORT_MODES = Choices(
    {
        ImportMode.USER_NUMBER: Phrase("用户号", "user number"),
        ImportMode.DOCUMENT_NUMBER: Phrase("证件号码", "document number"),
    },
    also={"协议单位用户号": ImportMode.USER_NUMBER},
)
DOCUMENT_TYPES = Choices(
    {
        DocumentTypeName.RESIDENT_ID: Phrase("居民身份证", "resident identity card"),
        DocumentTypeName.RESIDENCE_PERMIT: Phrase("港澳台居民居住证", "residence permit"),
        DocumentTypeName.PASSPORT: Phrase("护照", "passport"),
        DocumentTypeName.HONGKONG_MACAO_PASS: Phrase("港澳居民来往内地通行证", "Hong Kong and Macao pass"),
        DocumentTypeName.TAIWAN_PASS: Phrase("台湾居民来往大陆通行证", "Taiwan pass"),
        DocumentTypeName.FOREIGN_PERMANENT_RESIDENT: Phrase("外国人永久居留身份证", "permanent resident's card"),
        DocumentTypeName.MILITARY: Phrase("军人证件", "military document"),
        DocumentTypeName.OTHER: Phrase("其他", "other"),
    }
)
DUTIES = Choices(
    {
        Duty.FILING: Phrase("填报", "filing"),
        Duty.REVIEW: Phrase("审核", "review"),
        Duty.COLLECTION: Phrase("汇总", "collection"),
        Duty.GRANTING: Phrase("核准", "granting"),
        Duty.MANAGEMENT: Phrase("管理", "management"),
        Duty.PUBLICATION: Phrase("发布", "publication"),
        Duty.DECLARATION: Phrase("申报", "declaration"),
        Duty.CATALOGUING: Phrase("编目", "cataloguing"),
        Duty.INSPECTION: Phrase("检查", "inspection"),
        Duty.AUDITING: Phrase("核查", "auditing"),
        Duty.RULEMAKING: Phrase("规则制定", "rulemaking"),
    }
)
CLASSES = Choices(
    {
        ClassName.TRAINING: Phrase("培训", "training"),
        ClassName.DEGREE_COURSE: Phrase("课程学分", "degree course"),
        ClassName.SELF_STUDY_EXAMINATION: Phrase("自学考试", "self-study examination"),
        ClassName.CERTIFICATE: Phrase("证书", "certificate"),
    }
)
REVOCATION_REASONS = Choices(
    {
        RevocationReason.FILED_IN_ERROR: Phrase("填报有误", "filed in error"),
        RevocationReason.WRONG_PERSON: Phrase("填错学习者", "wrong person"),
        RevocationReason.DUPLICATE: Phrase("重复填报", "duplicate"),
        RevocationReason.INSTITUTION_WITHDREW: Phrase("颁发单位撤销", "the institution withdrew it"),
        RevocationReason.FRAUD: Phrase("弄虚作假", "fraud"),
    }
)
CORRECTION_REASONS = Choices(
    {
        CorrectionReason.FILED_IN_ERROR: Phrase("填报有误", "filed in error"),
        CorrectionReason.INSTITUTION_CORRECTED: Phrase("颁发单位更正", "the institution corrected it"),
        CorrectionReason.PERSON_ASKED: Phrase("本人申请更正", "the person asked for it"),
    }
)
REINSTATEMENT_REASONS = Choices(
    {
        ReinstatementReason.WITHDRAWN_IN_ERROR: Phrase("撤回有误", "withdrawn in error"),
        ReinstatementReason.INSTITUTION_CONFIRMED: Phrase("颁发单位确认有效", "the institution confirmed it"),
    }
)
BASES = Choices(
    {
        Basis.SELF: Phrase("本人", "self"),
        Basis.CONSENT: Phrase("单独同意", "consent"),
        Basis.DUTY: Phrase("法定职责", "duty"),
    }
)
TRANSFER_BASES = Choices({one: Phrase(BASES.word(one), one.value) for one in (Basis.SELF, Basis.CONSENT)})
COPIES = Choices(
    {
        "id-card-front": Phrase("身份证正面", "front of the identity card"),
        "id-card-back": Phrase("身份证反面", "back of the identity card"),
        "uscc-certificate": Phrase("信用代码证书", "certificate of the credit code"),
    },
    also={THINGS[part].zh: part for part in PARTS},
)
APPLICATION_STATES = Choices(
    {
        state: STATES[state]
        for state in ("draft", "submitted", "collected", "granted", "returned", "refused", "suspended")
    }
)
DEPOSIT_STATES = Choices(
    {state: STATES[state] for state in ("draft", "submitted", "returned", "approved", "refused", "withdrawn")}
)
PROJECT_STATES = Choices(
    {
        state: STATES[state]
        for state in ("draft", "submitted", "returned", "approved", "published", "dropped", "withdrawn")
    }
)
CLIENT_KINDS = Choices(
    {
        ClientKind.PORTAL: Phrase("门户", "portal"),
        ClientKind.COUNTER: Phrase("柜台", "counter"),
        ClientKind.SYSTEM: Phrase("业务系统", "system"),
    }
)
REPORT_STATES = Choices(
    {state: STATES[state] for state in ("applied", "certified", "returned", "refused", "cancelled", "withdrawn")}
)
REPORT_KIND_NAMES = Choices(
    {
        ReportKind.CERTIFICATION.code: Phrase("学习成果认证报告", "certification report"),
        ReportKind.TRANSCRIPT.code: Phrase("成绩证明", "transcript"),
        ReportKind.STANDING.code: Phrase("资信证明", "statement of standing"),
    }
)
REPORT_WITHDRAWALS = Choices(
    {
        WithdrawalReason.ISSUED_IN_ERROR: Phrase("出具有误", "issued in error"),
        WithdrawalReason.HOLDER_ASKED: Phrase("本人要求", "the holder asked for it"),
        WithdrawalReason.REPLACED: Phrase("另行出具", "another was issued instead"),
        WithdrawalReason.CONTENT_CHANGED: Phrase("所载成果有变动", "an achievement in it changed"),
        WithdrawalReason.FRAUD: Phrase("弄虚作假", "fraud"),
    }
)
REVERSALS = Choices({one: ENDING_REASONS[one.value] for one in ReversalReason})
TRANSFER_STATES = Choices({state: STATES[state] for state in ("open", "ended")})
LINK_STATES = Choices({state: STATES[state] for state in ("stated", "confirmed", "refused", "withdrawn")})


def reason_word(code: str) -> str:
    """Why something was corrected, revoked or reinstated, in Chinese; a code of a later version as it is."""
    words = (one.word(code) for one in (REVOCATION_REASONS, CORRECTION_REASONS, REINSTATEMENT_REASONS))
    return next((word for word in words if word != code), code)
