"""Shows that a fifth province joins with nothing but a declared file: its own workbook in, found at another branch."""

from pathlib import Path

import openpyxl
import pytest

from adapters.registry import adapter_named
from samples.people import person_at
from tests.support.command_line import run
from tests.support.served_federation import FOUNDER, ServedFederation, command

DECLARATION = Path(__file__).resolve().parents[1] / "fixtures" / "fifth_branch" / "jiangxi.toml"
FIFTH, TEMPLATE = "36", "jiangxi-achievements"
LEARNER = person_at(410_000)


@pytest.fixture(scope="module")
def federation(tmp_path_factory):
    base = tmp_path_factory.mktemp("fifth")
    adapters = {FIFTH: f"declared:{DECLARATION}"}
    with ServedFederation(base, codes=(FOUNDER, FIFTH), adapters=adapters) as made:
        yield made


def filled_template(federation: ServedFederation, folder: Path) -> Path:
    """The branch's own empty workbook with one row that is right and one of a field that isn't listed."""
    path = folder / "filled.xlsx"
    command("template", TEMPLATE, "--adapter", f"declared:{federation[FIFTH].folder / 'adapter.toml'}", "-o", path)
    workbook = openpyxl.load_workbook(path)
    for title, field in (("青花绘制", "制瓷"), ("卫星测控", "航天")):
        row = ["景德镇某社区学院", LEARNER.name, "身份证", LEARNER.document_number, title, field, "20220801", "16"]
        workbook.worksheets[0].append(row)
    workbook.save(path)
    return path


def test_its_own_workbook_is_filed_there_and_found_at_another_branch(federation, tmp_path):
    report = federation[FIFTH].import_file(filled_template(federation, tmp_path))
    assert (report["template"], report["accepted"], report["rejected"]) == (f"{TEMPLATE}@2026.1", 1, 1)
    (error,) = report["errors"]
    assert (error["column"], error["code"]) == ("学习领域", "code-unknown")
    federation.await_equal()
    (found,) = federation[FOUNDER].look_up(LEARNER.document_number)["achievements"]
    assert (found["branch"], found["title"], found["institution"]) == (FIFTH, "青花绘制", "景德镇某社区学院")
    assert (found["achieved_on"], found["training_hours"]) == ("2022-08-01", "16.00")


def test_the_folder_keeps_the_declaration_that_it_was_made_with(federation):
    folder = federation[FIFTH].folder
    assert (folder / "adapter.toml").read_bytes() == DECLARATION.read_bytes()
    assert 'adapter = "declared:adapter.toml"' in (folder / "node.toml").read_text("utf-8")


def test_a_wrong_declaration_makes_no_folder_and_is_said_in_chinese_with_its_place(tmp_path, monkeypatch):
    monkeypatch.setenv("DELTABANK_LANG", "zh")
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(DECLARATION.read_text("utf-8").replace('check = "code"', 'check = "choice"'), "utf-8")
    folder = tmp_path / FIFTH
    for file, said in (
        (wrong, "template[jiangxi-achievements].column[学习领域].check 一项有误：只能取 text, code"),
        (tmp_path / "none.toml", "找不到该文件"),
    ):
        refused = run("init", folder, "--branch", FIFTH, "--new-federation", "--adapter", f"declared:{file}")
        assert refused.code != 0
        assert said in refused.err.replace("\n", "")
        assert not folder.exists()


def test_its_templates_are_listed_beside_those_of_all_branches():
    listed = command("template", "--list", "--adapter", f"declared:{DECLARATION}")
    assert [one["name"] for one in listed] == [TEMPLATE, "degree-results", "certificates"]
    headers = [column.header for column in adapter_named(f"declared:{DECLARATION}").templates[0].columns]
    assert listed[0]["columns"] == headers
