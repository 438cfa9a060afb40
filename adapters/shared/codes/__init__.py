"""The shared templates' code lists, each a TOML file with its edition and source."""

from pathlib import Path

from adapters.codelist import load_code_list

FOLDER = Path(__file__).parent

DOCUMENT_TYPES = load_code_list(FOLDER / "document_types.toml")
DEGREE_KINDS = load_code_list(FOLDER / "degree_kinds.toml")
