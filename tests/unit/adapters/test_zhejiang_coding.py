"""Codes of institutions, projects and courses: unique, checked, and readable as written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.iso7064 import mod_37_36

from adapters.base import Cell
from adapters.zhejiang import coding
from federation.errors import CellRefused

AREAS = st.integers(0, 9_999).map(lambda number: f"33{number:04d}")
YEARS = st.integers(2000, 2099)


def reason_of(parse, cell: Cell) -> str:
    with pytest.raises(CellRefused) as refused:
        parse(cell)
    return str(refused.value.facts["reason"])


@given(AREAS, st.integers(1, 9_999))
def test_an_institutions_code_is_twelve_characters_and_says_its_area(area: str, serial: int) -> None:
    code = coding.institution_code(area, serial)
    assert (len(code), code[0], coding.area_of(code), int(code[7:11])) == (12, "Z", area, serial)
    assert mod_37_36.is_valid(code)
    assert coding.parse_institution_code(code) == code


@given(AREAS, YEARS, st.integers(1, 99_999), st.integers(1, 99))
def test_a_courses_code_says_its_project_and_both_are_valid(area: str, year: int, serial: int, number: int) -> None:
    project = coding.project_code(area, year, serial)
    course = coding.course_code(project, number)
    assert (len(project), len(course)) == (15, 17)
    assert mod_37_36.is_valid(project)
    assert mod_37_36.is_valid(course)
    assert coding.project_of(course) == project
    assert (coding.area_of(project), coding.year_of(project)) == (area, year)
    assert (coding.area_of(course), coding.year_of(course)) == (area, year)
    assert coding.parse_project_code(project) == project
    assert coding.parse_course_code(course) == course


@given(st.text(coding.ALPHABET, min_size=1, max_size=30))
def test_the_check_character_is_iso_7064s(body: str) -> None:
    assert coding.check_character(body) == mod_37_36.calc_check_digit(body)


@given(AREAS, YEARS, st.integers(1, 99_999), st.data())
def test_any_one_wrong_digit_is_found(area: str, year: int, serial: int, data: st.DataObject) -> None:
    code = coding.project_code(area, year, serial)
    at = data.draw(st.integers(3, 13))
    other = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != code[at]]))
    assert reason_of(coding.parse_project_code, code[:at] + other + code[at + 1 :]) == "code-check"


def test_a_code_is_read_in_any_width_and_case_with_what_spreadsheets_add() -> None:
    code = coding.institution_code("330106", 12)
    wide = "".join(chr(ord(character) + 0xFEE0) for character in code)
    for written in (code.lower(), wide, f" {code[:6]} {code[6:]} ", f"'{code}", f"{code}\u200b"):
        assert coding.parse_institution_code(written) == code


def test_what_is_no_code_is_told_by_its_kind() -> None:
    institution, project = coding.institution_code("33", 1), coding.project_code("330106", 2026, 1)
    assert reason_of(coding.parse_institution_code, project) == "institution-code-form"
    assert reason_of(coding.parse_project_code, institution) == "project-code-form"
    assert reason_of(coding.parse_course_code, project) == "course-code-form"
    assert reason_of(coding.parse_project_code, project.replace("P33", "P32")) == "project-code-form"
    assert reason_of(coding.parse_project_code, "P" * 40_000) == "project-code-form"
    assert reason_of(coding.parse_project_code, 330106.0) == "numeric-cell"


def test_offices_of_a_city_and_of_the_province_stand_in_padded_areas() -> None:
    assert coding.area_of(coding.institution_code("33", 1)) == "330000"
    assert coding.area_of(coding.institution_code("3301", 1)) == "330100"
    for region in ("32", "3", "33010", "3301061", "33o1"):
        with pytest.raises(ValueError, match=region):
            coding.code_area(region)


@pytest.mark.parametrize(
    "make",
    [
        lambda: coding.institution_code("330106", 0),
        lambda: coding.institution_code("330106", 10_000),
        lambda: coding.project_code("330106", 2026, 100_000),
        lambda: coding.project_code("330106", 1999, 1),
        lambda: coding.course_code(coding.project_code("330106", 2026, 1), 100),
        lambda: coding.course_code("P330106", 1),
    ],
)
def test_a_scheme_that_is_used_up_gives_no_code(make) -> None:
    with pytest.raises(ValueError, match=r".+"):
        make()
