"""An account's fields as people read them: the template's headers, and labels for codes.

Source: 江苏省教育厅办公室 2022 notice, annex 2, table 1; the code lists' own files.
"""

from collections.abc import Mapping

from adapters.jiangsu.codes import (
    ACHIEVEMENT_LEVEL1,
    ACHIEVEMENT_LEVEL2,
    ACHIEVEMENT_LEVEL3,
    EDUCATION,
    EDUCATION_CATEGORY,
    OCCUPATION,
    PROFESSIONAL_TITLE,
    PROVINCES,
    REGIONS,
    SEX,
)

NOTHING: Mapping[str, str] = {}
# In the template's order; name and document stand apart.
FIELDS: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "member_user_number": ("协议单位用户号", NOTHING),
    "sex": ("性别", SEX.codes),
    "initial_education": ("初始学历", EDUCATION.codes),
    "professional_title": ("职称", PROFESSIONAL_TITLE.codes),
    "province": ("通信地址—省", PROVINCES.codes),
    "city": ("通信地址—市", REGIONS.cities),
    "district": (
        "通信地址—区",
        {code: name for of_city in REGIONS.districts.values() for code, name in of_city.items()},
    ),
    "occupation": ("职业", OCCUPATION.codes),
    "education_category": ("学历类别", EDUCATION_CATEGORY.codes),
    "achievement_level1": ("一级学习成果", ACHIEVEMENT_LEVEL1.codes),
    "achievement_level2": ("二级学习成果", ACHIEVEMENT_LEVEL2.codes),
    "achievement_level3": ("三级学习成果", ACHIEVEMENT_LEVEL3.codes),
}


def account_words(details: Mapping[str, str]) -> list[tuple[str, str, str, str]]:
    """Field, header, value and its label, in the template's order; a value without a label is its own.

    A field that the template lacks, as another province may have one, comes last under its own name.
    """
    known = [
        (field, header, details[field], labels.get(details[field], details[field]))
        for field, (header, labels) in FIELDS.items()
        if field in details
    ]
    return known + [(field, field, value, value) for field, value in details.items() if field not in FIELDS]
