"""Who decides on what a person deposits: for each class of achievement a level of the province's units.

A rule of the branch and so data, with its edition and source: the documents say that a person may
deposit (个人存入), not who reviews it. A unit of that level or above it is competent.

Source: 江苏省终身教育学分银行 brochure, 学习成果存入; the assignment is each adapter's own.
"""

import tomllib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from federation.errors import ConfigurationInvalid
from federation.model.achievement_class import AchievementClass, class_named


class Competence(msgspec.Struct, frozen=True, kw_only=True):
    """One edition of the rule.

    Attributes:
        edition: e.g. ``2026-1``.
        source: what it rests on.
        levels: class → code of a level of the adapter's hierarchy.
    """

    edition: str
    source: str
    levels: Mapping[AchievementClass, str]


def load_competence(path: Path) -> Competence:
    """The rule in a TOML file: ``edition``, ``source``, and a level for each class under ``[levels]``.

    Raises:
        ConfigurationInvalid: unreadable, not TOML, or a class is missing, unknown or without a level.
    """
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
        stated = msgspec.convert(content, type=_Stated)
        levels = {class_named(code): level for code, level in stated.levels.items()}
    except (OSError, ValueError, msgspec.ValidationError) as error:
        raise ConfigurationInvalid(path=path.name, key="", reason=type(error).__name__) from None
    missing = set(AchievementClass) - {AchievementClass.UNSPECIFIED} - set(levels)
    if missing:
        raise ConfigurationInvalid(path=path.name, key=f"levels.{min(missing).code}", reason="missing")
    return Competence(edition=stated.edition, source=stated.source, levels=levels)


class _Stated(msgspec.Struct, forbid_unknown_fields=True):
    edition: str
    source: str
    levels: dict[str, str]


NEUTRAL_COMPETENCE = load_competence(Path(__file__).parent / "shared" / "codes" / "competence.toml")
"""For branches whose documents say nothing: the provincial centre decides on every class."""
