"""Shows that the tables of articles in docs/ name code and tests that are there."""

import ast
import re

import pytest

from tests.support.repository import ROOT

TABLES = sorted(path for path in (ROOT / "docs").glob("*.md") if "| article |" in path.read_text(encoding="utf-8"))


def names_of_tests():
    found = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
        found |= {node.name for node in ast.walk(tree) if isinstance(node, kinds) and node.name.startswith("test_")}
    return found


def test_there_is_a_table_of_articles():
    assert [path.name for path in TABLES]


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_every_test_and_file_that_a_table_of_articles_names_is_there(table):
    text = table.read_text(encoding="utf-8")
    named = re.findall(r"`([^`]+)`", text)
    tests = {one for one in named if one.startswith("test_")}
    files = {one for one in named if one.startswith(("adapters/", "node/", "federation/", "tests/"))}
    assert tests
    assert tests <= names_of_tests()
    assert {one for one in files if not (ROOT / one).exists()} == set()


@pytest.mark.parametrize("table", TABLES, ids=lambda path: path.stem)
def test_every_test_of_an_article_stands_in_the_table(table):
    listed = set(re.findall(r"`(test_[a-z0-9_]+)`", table.read_text(encoding="utf-8")))
    modules = list((ROOT / "tests/requirements").glob(f"test_{table.stem}_*.py"))
    written = {
        node.name
        for path in modules
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name.startswith("test_")
    }
    assert written
    assert written <= listed
