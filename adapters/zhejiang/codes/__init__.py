"""Zhejiang's code lists, each a TOML file with its edition and source."""

from pathlib import Path

from adapters.codelist import load_code_list
from adapters.regions import load_regions

FOLDER = Path(__file__).parent

CATEGORIES = load_code_list(FOLDER / "project_categories.toml")
TARGET_GROUPS = load_code_list(FOLDER / "target_groups.toml")
REGIONS = load_regions(FOLDER / "regions.toml")
EVALUATION_OUTCOMES = load_code_list(FOLDER / "evaluation_outcomes.toml")
ATTENDANCE = load_code_list(FOLDER / "attendance.toml")
PRESENT = "1"
"""The code of `ATTENDANCE` for somebody who was there."""
