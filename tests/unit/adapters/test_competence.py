"""Shows that the rule of who decides on deposits is whole, or isn't taken at all."""

import pytest

from adapters.competence import load_competence
from federation.errors import ConfigurationInvalid
from federation.model.achievement_class import AchievementClass

WHOLE = """edition = "1"
source = "a document"
[levels]
training = "county"
degree-course = "centre"
self-study-examination = "centre"
certificate = "city"
dual-certificate = "city"
"""


def test_a_rule_names_a_level_for_each_class(tmp_path):
    path = tmp_path / "competence.toml"
    path.write_text(WHOLE, "utf-8")
    competence = load_competence(path)
    assert (competence.edition, competence.source) == ("1", "a document")
    assert competence.levels[AchievementClass.SELF_STUDY_EXAMINATION] == "centre"


@pytest.mark.parametrize(
    "content",
    [
        "",
        "edition = ",
        WHOLE.replace('certificate = "city"\n', ""),
        WHOLE.replace("certificate", "diploma"),
        WHOLE.replace('"city"', "7"),
        WHOLE.replace("edition", "version"),
        WHOLE + 'unspecified-class = "centre"\n',
    ],
)
def test_a_rule_with_a_gap_or_something_unknown_is_refused(tmp_path, content):
    path = tmp_path / "competence.toml"
    path.write_text(content, "utf-8")
    with pytest.raises(ConfigurationInvalid):
        load_competence(path)
    with pytest.raises(ConfigurationInvalid):
        load_competence(tmp_path / "missing.toml")
