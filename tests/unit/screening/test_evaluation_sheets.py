"""学习成果评价雷同 beyond one mark for all: paragraphs with names put in, two marks by turns, copied sheets."""

from collections.abc import Sequence

from adapters.screening.facts import EvaluationFact, ProjectFact
from adapters.screening.findings import Finding
from adapters.zhejiang.screening.ground import Evaluated
from adapters.zhejiang.screening.one_paragraph import of_one_paragraph
from tests.support.screened_year import neighbours, project, results_of
from tests.support.screening import findings_of

EVALUATION = "identical-evaluations"
FIRST = project("P3301852600001")
SECOND = project("P3301852600002")
PEOPLE = neighbours(60)
NAMES = ("王芳", "欧阳建国", "李大伟", "赵敏", "陈小红")
PARAGRAPH = "{}同志在学习期间遵守纪律，认真完成各项练习，掌握了所学技能，达到本次培训的要求。"
MARKS = [(str(62 + 7 * at % 37), ("有进步", "操作熟练", "合格")[at % 3]) for at in range(24)]


def sheet(of: ProjectFact, marks: Sequence[tuple[str, str]], people: Sequence[str] = PEOPLE) -> list[EvaluationFact]:
    return [
        EvaluationFact(
            project_code=of.project_code,
            run=1,
            person=number.encode(),
            outcome="合格",
            score=score,
            text=text,
            line=line,
        )
        for line, (number, (score, text)) in enumerate(zip(people, marks, strict=False), start=1)
    ]


def found(*sheets: list[EvaluationFact], **thresholds: object) -> list[Finding]:
    results = results_of(PEOPLE[:24], FIRST) + results_of(PEOPLE[30:54], SECOND, first_ref=100)
    evaluations = [line for one in sheets for line in one]
    return findings_of(EVALUATION, [FIRST, SECOND], results, evaluations=evaluations, **thresholds)


def with_names(paragraph: str) -> list[tuple[str, str]]:
    return [(str(70 + at), paragraph.format(NAMES[at % len(NAMES)])) for at in range(24)]


def test_a_paragraph_with_only_the_name_changed_is_found_whatever_the_scores() -> None:
    (finding,) = found(sheet(FIRST, with_names(PARAGRAPH)))
    assert (finding.project_code, finding.ref_count) == (FIRST.project_code, 24)
    assert "除姓名外相同" in finding.measured


def test_the_paragraph_itself_and_the_names_are_not_quoted() -> None:
    (finding,) = found(sheet(FIRST, with_names(PARAGRAPH)))
    assert not any(name in line for name in (*NAMES, "遵守纪律") for line in finding.evidence)


def test_a_short_set_phrase_with_a_name_is_honest() -> None:
    assert found(sheet(FIRST, with_names("{}学习认真，完成了作业"))) == []


def test_paragraphs_that_differ_in_more_than_a_name_are_honest() -> None:
    own = [(score, f"{text}其中第{at}项尤其出色") for at, (score, text) in enumerate(with_names(PARAGRAPH))]
    mixed = [(score, text if at % 2 else text[::-1]) for at, (score, text) in enumerate(own)]
    assert found(sheet(FIRST, mixed)) == []


def test_names_at_the_end_of_a_paragraph_make_no_difference() -> None:
    evaluations = [
        Evaluated(at, "合格", "80", f"经考核达到规定的培训要求准予结业特发此证以资证明学员{name}", at)
        for at, name in enumerate(NAMES)
    ]
    assert of_one_paragraph(evaluations, 24, 4) == sorted(evaluations, key=lambda one: (one.text, one.person))
    assert of_one_paragraph([], 24, 4) == []


def test_two_marks_of_a_hundred_for_a_whole_class_are_a_hint() -> None:
    (finding,) = found(sheet(FIRST, [("95", "优秀"), ("92", "优秀")] * 12))
    assert (finding.severity, finding.ref_count) == ("hint", 24)
    assert "成绩92：12人" in finding.evidence


def test_two_grades_for_a_whole_class_are_honest() -> None:
    assert found(sheet(FIRST, [("良好", ""), ("合格", "")] * 12)) == []


def test_three_marks_for_a_class_are_honest() -> None:
    assert found(sheet(FIRST, [("95", "优秀"), ("92", "优秀"), ("85", "良好")] * 8)) == []


def test_a_sheet_with_another_runs_scores_and_remarks_line_by_line_is_found() -> None:
    changed = [*MARKS[:5], ("100", "出色"), *MARKS[6:]]
    (finding,) = found(sheet(FIRST, MARKS), sheet(SECOND, changed, PEOPLE[30:]))
    assert (finding.project_code, finding.related[0].project_code) == (SECOND.project_code, FIRST.project_code)
    assert finding.measured == "23行相同，占95.8%"
    assert finding.ref_count == 46


def test_the_same_marks_in_another_order_are_honest() -> None:
    assert found(sheet(FIRST, MARKS), sheet(SECOND, MARKS[::-1], PEOPLE[30:])) == []


def test_sheets_whose_order_is_not_known_are_not_compared() -> None:
    unordered = [
        EvaluationFact(
            project_code=one.project_code, run=1, person=one.person, outcome="", score=one.score, text=one.text
        )
        for one in [*sheet(FIRST, MARKS), *sheet(SECOND, MARKS, PEOPLE[30:])]
    ]
    assert found(unordered) == []
