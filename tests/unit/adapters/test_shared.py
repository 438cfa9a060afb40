"""What all branches offer: degree results and certificates, read alike by every adapter."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from adapters.base import AchievementDraft, Cell, CellIssue, RowRef
from adapters.declared.specification import parse_specification
from adapters.registry import adapter_named, built_in_adapters
from adapters.shared.certificates import CERTIFICATES, check_certificate
from adapters.shared.codes import DEGREE_KINDS
from adapters.shared.degree_results import DEGREE_RESULTS, check_degree_result
from federation.errors import ConfigurationInvalid
from federation.model.achievement_class import AchievementClass
from federation.model.document import Document, DocumentType
from tests.support.workbooks import RESIDENT, TODAY, headers_of, read, save

Outcome = AchievementDraft | list[CellIssue]
REF = RowRef(sheet="名单", row=2)
DOCUMENT = Document(DocumentType.RESIDENT_ID, RESIDENT)
RESULT: dict[str, Cell] = {
    "姓名": "云晴川",
    "证件类型": "居民身份证",
    "证件号码": RESIDENT,
    "学校名称": "某某开放大学",
    "课程名称": "大学英语（一）",
    "成绩": "86",
    "学分": "3.5",
    "取得时间": "20220630",
    "类别": "课程学分",
}
CERTIFICATE: dict[str, Cell] = {
    "姓名": "云晴川",
    "证件类型": "居民身份证",
    "证件号码": RESIDENT,
    "证书名称": "养老护理员职业技能等级证书",
    "证书编号": "S000032000001220000001",
    "等级": "四级",
    "发证机构": "某某职业技能鉴定中心",
    "取得时间": "20220630",
}


def result(**changes: Cell) -> Outcome:
    return check_degree_result(DEGREE_RESULTS, None, list({**RESULT, **changes}.values()), REF, TODAY)


def certificate(**changes: Cell) -> Outcome:
    return check_certificate(CERTIFICATES, None, list({**CERTIFICATE, **changes}.values()), REF, TODAY)


def codes(outcome: Outcome) -> list[tuple[str, str]]:
    assert isinstance(outcome, list)
    return [(issue.column, issue.code) for issue in outcome]


def test_a_course_becomes_a_degree_course_with_score_and_credit_in_hundredths() -> None:
    assert result() == AchievementDraft(
        ref=REF,
        member_user_number=None,
        document_number=RESIDENT,
        candidate_documents=(DOCUMENT,),
        institution_name="某某开放大学",
        title="大学英语（一）",
        achieved_on=date(2022, 6, 30),
        credits=350,
        category="课程学分",
        learner_name="云晴川",
        document_type=DocumentType.RESIDENT_ID,
        achievement_class=AchievementClass.DEGREE_COURSE,
        score="86",
    )


def test_a_self_study_examination_may_be_filed_without_credits() -> None:
    outcome = result(类别="自考", 学分="")
    assert isinstance(outcome, AchievementDraft)
    assert (outcome.achievement_class, outcome.credits, outcome.category) == (
        AchievementClass.SELF_STUDY_EXAMINATION,
        None,
        "自学考试",
    )


def test_a_course_credit_without_its_credit_is_refused() -> None:
    assert codes(result(学分="")) == [("学分", "credits-required")]


def test_damaged_credits_are_said_once() -> None:
    assert codes(result(学分="三")) == [("学分", "amount-form")]
    assert codes(result(学分="0.125")) == [("学分", "amount-decimals")]


def test_a_numeric_score_reads_as_its_digits() -> None:
    outcome = result(成绩=86.0, 学分=3)
    assert isinstance(outcome, AchievementDraft)
    assert (outcome.score, outcome.credits) == ("86", 300)


def test_a_certificate_has_number_level_and_issuer() -> None:
    outcome = certificate()
    assert isinstance(outcome, AchievementDraft)
    assert outcome.achievement_class is AchievementClass.CERTIFICATE
    assert (outcome.title, outcome.institution_name) == ("养老护理员职业技能等级证书", "某某职业技能鉴定中心")
    assert (outcome.certificate_number, outcome.certificate_level) == ("S000032000001220000001", "四级")


def test_a_certificate_may_have_no_level() -> None:
    outcome = certificate(等级="")
    assert isinstance(outcome, AchievementDraft)
    assert outcome.certificate_level == ""


@pytest.mark.parametrize(
    ("written", "code"),
    [
        (1234567, "numeric-cell"),
        ("1.23457E+17", "number-scientific"),
        ("20220001.0", "number-decimal"),
        ("202232010500012000", "number-lost-digits"),
        ("2022****0001", "number-masked"),
        ("证" * 61, "number-too-long"),
        ("甲=乙", "number-form"),
    ],
)
def test_a_damaged_certificate_number_is_refused(written: Cell, code: str) -> None:
    assert codes(certificate(证书编号=written)) == [("证书编号", code)]


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("0012345", "0012345"),
        ("苏职鉴（2019）第 00123 号", "苏职鉴(2019)第00123号"),
        ("苏人社〔2019〕12号", "苏人社〔2019〕12号"),
        ("'００１２３４", "001234"),
        ("320102199003074479", "320102199003074479"),
    ],
)
def test_a_certificate_number_is_text_and_keeps_its_zeros(written: str, kept: str) -> None:
    outcome = certificate(证书编号=written)
    assert isinstance(outcome, AchievementDraft)
    assert outcome.certificate_number == kept


@pytest.mark.parametrize("check", [result, certificate])
def test_the_persons_document_is_checked_by_its_type(check: Callable[..., Outcome]) -> None:
    assert codes(check(证件号码=RESIDENT[:17] + "9")) == [("证件号码", "document-check-digit")]
    assert codes(check(证件类型="护照", 证件号码="12")) == [("证件号码", "document-form")]
    assert codes(check(证件类型="", 证件号码=12)) == [("证件类型", "required"), ("证件号码", "numeric-cell")]


@pytest.mark.parametrize("check", [result, certificate])
def test_a_date_before_birth_or_in_the_future_is_refused(check: Callable[..., Outcome]) -> None:
    assert codes(check(取得时间="19890101")) == [("取得时间", "date-before-birth")]
    assert codes(check(取得时间="20231231")) == [("取得时间", "date-in-future")]


@pytest.mark.parametrize("name", [adapter.name for adapter in built_in_adapters()])
async def test_every_adapter_reads_the_shared_templates_alike(tmp_path: Path, name: str) -> None:
    for template, row in ((DEGREE_RESULTS, RESULT), (CERTIFICATES, CERTIFICATE)):
        path = save(tmp_path / f"{template.name}.xlsx", [headers_of(template), [str(cell) for cell in row.values()]])
        reading = await read(path, adapter=name, mode=None)
        assert reading.recognised[0].template_name == template.name
        expected = result() if template is DEGREE_RESULTS else certificate()
        assert reading.drafts == [expected]


def test_a_declared_adapter_cannot_take_a_shared_templates_name() -> None:
    content = {"name": "x", "template": [{"name": "certificates", "title": "证书", "version": "1", "column": []}]}
    with pytest.raises(ConfigurationInvalid) as refused:
        parse_specification("x.toml", content)
    assert refused.value.facts["key"] == "template[certificates].name"


def test_the_kinds_of_degree_result_are_the_federations_classes() -> None:
    assert {AchievementClass(int(code)) for code in DEGREE_KINDS.codes} == {
        AchievementClass.DEGREE_COURSE,
        AchievementClass.SELF_STUDY_EXAMINATION,
    }


def test_both_templates_stand_in_every_adapters_list() -> None:
    for name in ("jiangsu", "declared:neutral"):
        assert {DEGREE_RESULTS, CERTIFICATES} <= set(adapter_named(name).templates)
