"""证件号码连号 and 证件号码疑似编造: numbers that fit their check characters and nobody."""

from datetime import date, timedelta
from random import Random

import pytest

from adapters.zhejiang.screening.chance import largest_heap, longest_row_of_days
from federation.model.document import DocumentType
from tests.support.screened_year import neighbours, project, resident, results_of
from tests.support.screening import findings_of

ROWS, INVENTED = "consecutive-numbers", "invented-numbers"
CLASS = project()
PUPILS = project(target_groups=("在校学生",))
BORN = date(1975, 3, 12)
VILLAGE = neighbours(20)


def shuffled(numbers: list[str], seed: int = 3) -> list[str]:
    return Random(seed).sample(numbers, len(numbers))


def random_births(count: int, seed: int = 4) -> list[date]:
    random = Random(seed)
    return [date(1960, 1, 1) + timedelta(days=random.randrange(12_000)) for _ in range(count)]


def test_sequence_numbers_in_a_row_among_villagers_are_found_and_shown_masked() -> None:
    counted = [resident("330185", BORN, sequence) for sequence in (101, 102, 103, 105)]
    (finding,) = findings_of(ROWS, [CLASS], results_of(shuffled(VILLAGE + counted), CLASS))
    assert finding.ref_count == 4
    assert "出生日期相同、顺序码相连（4个）" in finding.evidence[0]
    assert "330185********101" in finding.evidence[0]
    assert not any(number in " ".join(finding.evidence) for number in counted)


def test_twins_are_no_row() -> None:
    twins = [resident("330185", BORN, sequence) for sequence in (101, 103)]
    assert findings_of(ROWS, [CLASS], results_of(VILLAGE + twins, CLASS)) == []
    assert findings_of(ROWS, [CLASS], results_of(VILLAGE + twins, CLASS), row_in_run=2)[0].ref_count == 2


def test_birth_dates_of_consecutive_days_are_found() -> None:
    random = Random(2)
    days = [resident("330185", BORN + timedelta(days=day), random.randrange(1000)) for day in range(12)]
    (finding,) = findings_of(ROWS, [CLASS], results_of(shuffled(days), CLASS))
    assert finding.ref_count == 12
    assert "出生日期逐日相连" in finding.evidence[0]


def test_numbers_that_grow_by_one_step_from_line_to_line_are_found() -> None:
    stepped = [resident("330185", BORN + timedelta(days=7 * at), 100 + 3 * at) for at in range(5)]
    for numbers in (VILLAGE + stepped, shuffled(stepped)):
        (finding,) = findings_of(ROWS, [CLASS], results_of(numbers, CLASS))
        assert "号码按固定间隔递增" in finding.evidence[0]
        assert finding.ref_count == 5


def test_sequence_numbers_that_count_on_over_random_birth_dates_are_found_in_any_order() -> None:
    births = random_births(20)
    counted = [resident("330185", born, 200 + at) for at, born in enumerate(births)]
    assert findings_of(ROWS, [CLASS], results_of(shuffled(counted), CLASS))[0].ref_count == 20
    assert findings_of(ROWS, [CLASS], results_of(counted[:8], CLASS))[0].ref_count == 8


@pytest.mark.parametrize("seed", range(30))
def test_a_school_class_of_one_year_and_one_police_station_is_honest(seed: int) -> None:
    pupils = neighbours(45, (9, 10), seed=seed)
    for code in (ROWS, INVENTED):
        assert findings_of(code, [PUPILS], results_of(pupils, PUPILS)) == []


def test_a_row_spread_over_the_runs_of_a_unit_is_found_in_the_unit() -> None:
    counted = [resident("330185", BORN, 101 + at) for at in range(6)]
    results = [
        one
        for run in range(6)
        for one in results_of([*neighbours(10, seed=run), counted[run]], CLASS, first_ref=100 * run, run=run + 1)
    ]
    (finding,) = findings_of(ROWS, [CLASS], results)
    assert (finding.project_code, finding.run, finding.ref_count, len(finding.related)) == ("", 0, 6, 6)


def test_a_mass_of_people_born_on_one_day_is_found() -> None:
    heap = [resident("330185", BORN, sequence) for sequence in (17, 144, 291, 460, 633, 871)]
    (finding,) = findings_of(INVENTED, [CLASS], results_of(VILLAGE + heap, CLASS))
    assert finding.ref_count == 6
    assert "6人同为1975-03-12出生" in finding.evidence[0]
    assert findings_of(INVENTED, [CLASS], results_of(VILLAGE + heap, CLASS), min_heap=7) == []


def test_one_sequence_number_for_everybody_is_found() -> None:
    same = [resident("330185", born, 12) for born in random_births(15)]
    assert "顺序码相同" in findings_of(INVENTED, [CLASS], results_of(same, CLASS))[0].threshold


def test_everybody_born_on_new_years_day_is_found() -> None:
    random = Random(6)
    same = [resident("330185", date(1950 + at, 1, 1), random.randrange(999)) for at in range(15)]
    assert "15人生日同为1月1日" in findings_of(INVENTED, [CLASS], results_of(same, CLASS))[0].measured


def test_a_few_old_people_registered_as_born_on_new_years_day_are_honest() -> None:
    registered = [resident("330185", date(1940 + at, 1, 1), 31 * at) for at in range(4)]
    assert findings_of(INVENTED, [CLASS], results_of(VILLAGE + registered, CLASS)) == []


def test_everybody_born_in_one_month_is_found() -> None:
    random = Random(7)
    same = [resident("330185", date(1970, 5, 1 + random.randrange(31)), random.randrange(999)) for _ in range(12)]
    found = findings_of(INVENTED, [CLASS], results_of(same, CLASS))
    assert "1970年5月出生" in found[0].measured


def test_a_handful_on_one_day_of_the_year_or_of_every_month_is_found() -> None:
    random = Random(10)
    day_of_year = [resident("330185", date(1950 + 3 * at, 3, 12), random.randrange(999)) for at in range(5)]
    day_of_month = [
        resident("330185", date(1950 + 2 * at, 1 + 5 * at % 12, 17), random.randrange(999)) for at in range(9)
    ]
    for numbers, told in ((day_of_year, "生日同为3月12日"), (day_of_month, "生日同在17日")):
        (finding,) = findings_of(INVENTED, [CLASS], results_of(VILLAGE[:15] + numbers, CLASS))
        assert told in finding.measured


def test_grown_ups_all_born_in_one_year_are_found() -> None:
    random = Random(11)
    same = [resident("330185", date(1970, 1, 1) + timedelta(days=random.randrange(365)), at * 37) for at in range(20)]
    (finding,) = findings_of(INVENTED, [CLASS], results_of(same, CLASS))
    assert "20人同为1970年出生" in finding.measured
    assert findings_of(INVENTED, [CLASS], results_of(same[:15] + VILLAGE[:5], CLASS)) == []


def test_birth_dates_at_even_intervals_are_found() -> None:
    random = Random(8)
    even = [
        resident("330185", BORN + timedelta(days=30 * at + random.randrange(3)), random.randrange(999))
        for at in range(15)
    ]
    assert "平均间隔" in findings_of(INVENTED, [CLASS], results_of(shuffled(even), CLASS))[0].threshold


def test_a_region_that_is_none_and_a_birth_date_after_the_course_are_found_by_the_row() -> None:
    wrong = [resident("990101", BORN, 12), resident("330000", BORN, 14), resident("330185", date(2026, 9, 1), 16)]
    (finding,) = findings_of(INVENTED, [CLASS], results_of(VILLAGE + wrong, CLASS))
    assert finding.refs == (20, 21, 22)


def test_as_many_regions_as_people_are_found_unless_people_come_from_anywhere() -> None:
    random = Random(9)
    regions = [f"{random.choice((11, 23, 36, 41, 51, 62))}{random.randrange(101, 1800):04d}" for _ in range(15)]
    numbers = [
        resident(region, born, random.randrange(999)) for region, born in zip(regions, random_births(15), strict=True)
    ]
    assert "分属15个县级地区" in findings_of(INVENTED, [CLASS], results_of(numbers, CLASS))[0].measured
    migrants = project(target_groups=("外来务工人员",))
    assert findings_of(INVENTED, [migrants], results_of(numbers, migrants)) == []


def test_passports_are_left_out_of_the_rules_on_resident_numbers() -> None:
    passports = [f"E{20_000_000 + at}" for at in range(12)]
    results = [
        one
        for at, number in enumerate(passports)
        for one in results_of(
            [VILLAGE[at]], CLASS, at, document_number=number, document_type=int(DocumentType.PASSPORT), birth_date=None
        )
    ]
    for code in (ROWS, INVENTED):
        assert findings_of(code, [CLASS], results) == []


@pytest.mark.parametrize("people", [10, 30, 45, 100])
def test_the_bounds_of_chance_hold_in_made_up_classes_of_one_year(people: int) -> None:
    random = Random(people)
    row, heap = longest_row_of_days(people, 365, 0.01), largest_heap(people, 365, 0.01)
    exceeded = 0
    for _ in range(1000):
        days = [random.randrange(365) for _ in range(people)]
        taken = set(days)
        exceeded += any(taken.issuperset(range(day, day + row)) for day in taken)
        exceeded += max(map(days.count, taken)) >= heap
    assert exceeded <= 40
