"""学习者名单雷同 and 学习成果评价雷同: copied lists."""

from random import Random

from adapters.screening.facts import EvaluationFact
from tests.support.screened_year import neighbours, project, results_of
from tests.support.screening import findings_of

ROSTER, EVALUATION = "cloned-roster", "identical-evaluations"
FIRST = project("P3301852600001")
SECOND = project("P3301852600002")
ELSEWHERE = project("P3301852600900", "Z330185000020")
PEOPLE = neighbours(60)


def evaluated(score: str, text: str, count: int = 20) -> list[EvaluationFact]:
    return [
        EvaluationFact(
            project_code=FIRST.project_code, run=1, person=number.encode(), outcome="合格", score=score, text=text
        )
        for number in PEOPLE[:count]
    ]


def test_a_list_copied_to_another_project_with_two_names_changed_is_found() -> None:
    results = results_of(PEOPLE[:20], FIRST) + results_of(PEOPLE[2:22], SECOND, first_ref=100)
    (finding,) = findings_of(ROSTER, [FIRST, SECOND], results)
    assert (finding.project_code, finding.related[0].project_code) == (SECOND.project_code, FIRST.project_code)
    assert finding.measured == "18人相同，占90.0%"
    assert finding.refs == (*range(2, 20), *range(100, 118))


def test_half_a_class_that_comes_again_to_a_good_teacher_is_no_copy() -> None:
    results = results_of(PEOPLE[:20], FIRST) + results_of(PEOPLE[6:26], SECOND, first_ref=100)
    assert findings_of(ROSTER, [FIRST, SECOND], results) == []
    assert len(findings_of(ROSTER, [FIRST, SECOND], results, same_unit_percent=70)) == 1


def test_another_unit_with_two_thirds_of_the_same_people_is_found() -> None:
    results = results_of(PEOPLE[:20], FIRST) + results_of(PEOPLE[6:26], ELSEWHERE, first_ref=100)
    (finding,) = findings_of(ROSTER, [FIRST, ELSEWHERE], results)
    assert finding.unit_code == ELSEWHERE.unit_code
    assert "60%" in finding.threshold


def test_two_runs_of_one_project_may_have_the_same_people() -> None:
    results = results_of(PEOPLE[:20], FIRST) + results_of(PEOPLE[:20], FIRST, first_ref=100, run=2)
    assert findings_of(ROSTER, [FIRST], results) == []


def test_a_small_village_where_the_same_people_attend_everything_is_told_from_a_copy() -> None:
    random = Random(5)
    projects = [project(f"P330185260{at:04d}") for at in range(8)]
    results = [
        one
        for at, taught in enumerate(projects)
        for one in results_of(random.sample(PEOPLE[:24], 20), taught, first_ref=100 * at)
    ]
    assert findings_of(ROSTER, projects, results) == []
    copied = [*results, *results_of([one.document_number for one in results[:20]], ELSEWHERE, first_ref=900)]
    assert [finding.project_code for finding in findings_of(ROSTER, [*projects, ELSEWHERE], copied)] == [
        ELSEWHERE.project_code
    ]


def test_a_class_of_five_is_too_small_to_compare() -> None:
    results = results_of(PEOPLE[:5], FIRST) + results_of(PEOPLE[:5], SECOND, first_ref=100)
    assert findings_of(ROSTER, [FIRST, SECOND], results) == []


def test_the_same_score_and_remark_for_everybody_are_found() -> None:
    (finding,) = findings_of(
        EVALUATION, [FIRST], results_of(PEOPLE[:20], FIRST), evaluations=evaluated("95", "学习认真。")
    )
    assert finding.refs == tuple(range(20))
    assert finding.measured == "20人相同，占100.0%"


def test_a_whole_sentence_for_everybody_is_found_without_scores_and_whatever_its_punctuation() -> None:
    same = evaluated("", "能按时出勤，认真完成作业", 10) + evaluated("", "能按时出勤 认真完成作业。", 20)[10:]
    assert findings_of(EVALUATION, [FIRST], results_of(PEOPLE[:20], FIRST), evaluations=same)[0].ref_count == 20


def test_a_class_that_passes_together_is_honest() -> None:
    for text in ("", "合格"):
        assert findings_of(EVALUATION, [FIRST], results_of(PEOPLE, FIRST), evaluations=evaluated("", text)) == []


def test_a_set_phrase_beside_scores_that_differ_is_honest() -> None:
    scored = [line for at in range(20) for line in [evaluated(str(75 + at), "能按时出勤，认真完成作业")[at]]]
    assert findings_of(EVALUATION, [FIRST], results_of(PEOPLE, FIRST), evaluations=scored) == []


def test_one_score_for_a_whole_class_is_a_hint() -> None:
    (finding,) = findings_of(EVALUATION, [FIRST], results_of(PEOPLE, FIRST), evaluations=evaluated("100", ""))
    assert finding.severity == "hint"
    assert findings_of(EVALUATION, [FIRST], results_of(PEOPLE, FIRST), evaluations=evaluated("100", "", 9)) == []


def test_the_share_that_counts_as_identical_is_data() -> None:
    mixed = evaluated("95", "学习认真")[:15] + evaluated("88", "有进步")[15:]
    results = results_of(PEOPLE[:20], FIRST)
    assert findings_of(EVALUATION, [FIRST], results, evaluations=mixed, few_people=21) == []
    assert findings_of(EVALUATION, [FIRST], results, evaluations=mixed, same_percent=70)[0].ref_count == 15


def test_a_whole_class_hidden_among_others_is_found() -> None:
    results = results_of(PEOPLE[:20], FIRST) + results_of(PEOPLE[2:30], SECOND, first_ref=100)
    (finding,) = findings_of(ROSTER, [FIRST, SECOND], results)
    assert "占人数较少一期的90.0%" in finding.evidence[-1]


def test_a_small_class_that_joins_a_large_one_is_honest() -> None:
    results = results_of(PEOPLE[:20], FIRST) + results_of(PEOPLE[2:40], SECOND, first_ref=100)
    assert findings_of(ROSTER, [FIRST, SECOND], results) == []
    few = results_of(PEOPLE[:10], FIRST) + results_of(PEOPLE[:15], SECOND, first_ref=100)
    assert findings_of(ROSTER, [FIRST, SECOND], few) == []
