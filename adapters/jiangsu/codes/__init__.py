"""Jiangsu's code lists, each a TOML file with its edition and source.

The notice names the drop-downs but prints only some of their items (非正式教育, 线下教育,
社区教育, 其它, 无, 不便分类的其它从业人员). The others follow the national standards, as the
files say; the province's own wording can be added as aliases.
"""

from pathlib import Path

from adapters.codelist import load_code_list
from adapters.regions import load_regions

FOLDER = Path(__file__).parent
OWN_PROVINCE = "320000"

SEX = load_code_list(FOLDER / "sex.toml")
DOCUMENT_TYPES = load_code_list(FOLDER / "document_types.toml")
EDUCATION = load_code_list(FOLDER / "education.toml")
PROFESSIONAL_TITLE = load_code_list(FOLDER / "professional_titles.toml")
INSTITUTION_NATURE = load_code_list(FOLDER / "institution_natures.toml")
OCCUPATION = load_code_list(FOLDER / "occupations.toml")
PROVINCES = load_code_list(FOLDER / "provinces.toml")
EDUCATION_CATEGORY = load_code_list(FOLDER / "education_categories.toml")
ACHIEVEMENT_LEVEL1 = load_code_list(FOLDER / "achievement_level1.toml")
ACHIEVEMENT_LEVEL2 = load_code_list(FOLDER / "achievement_level2.toml")
ACHIEVEMENT_LEVEL3 = load_code_list(FOLDER / "achievement_level3.toml")
REGIONS = load_regions(FOLDER / "regions.toml")
