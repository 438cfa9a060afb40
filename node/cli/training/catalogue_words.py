"""Published catalogues in words: editions, what they list, and how fresh their branch's part is."""

from typing import TYPE_CHECKING

from federation.model.quarters import quarter_text
from node.cli.console.amounts import hundredths
from node.cli.console.terminal import Terminal
from node.cli.console.times import shown_time
from node.cli.training.quarters import quarters_text

if TYPE_CHECKING:
    from federation.model.catalogue_parts import CataloguePart, PublishedProject
    from node.services.cataloguing.publishing import PublishedEdition
    from node.services.looking.freshness import BranchFreshness

FRESHNESS = {"fresh": "最新", "stale": "可能过期", "never synced": "未同步", "quarantined": "已停用"}
PROJECT_HEADERS = (
    ("项目编码", "Code"),
    ("项目名称", "Project"),
    ("类别", "Category"),
    ("机构", "Unit"),
    ("规模", "Scale"),
    ("培训时数", "Training hours"),
    ("学时数", "Credit hours"),
    ("起止", "Period"),
)


def told_edition(edition: "PublishedEdition", terminal: Terminal, freshness: "BranchFreshness | None" = None) -> None:
    """An edition with what it lists, and how fresh its branch's part is where that is told."""
    whole = edition.whole
    terminal.result(
        {
            **told_part(whole),
            "is_new": edition.is_new,
            "indexes": list(edition.indexes),
            "published_by": whole.published_by,
            "reason": whole.reason,
            "projects": [told_project(one) for one in whole.projects],
            "includes": [
                {"index": one.index, "area": one.area, "edition": one.edition, "projects": one.projects}
                for one in whole.includes
            ],
            **({} if freshness is None else {"freshness": told_freshness(freshness)}),
        }
    )
    if whole.includes:
        terminal.table(
            (("区划", "Area"), ("地区", "Name"), ("版次", "Edition"), ("项目数", "Projects")),
            [(one.area, one.area_name, one.edition, one.projects) for one in whole.includes],
        )
    else:
        terminal.table(PROJECT_HEADERS, [project_row(one) for one in whole.projects])
    quarters = quarters_text(whole.first_quarter, whole.last_quarter)
    terminal.say(
        f"{whole.area_name} {quarters} 目录第 {whole.edition} 版，"
        f"{len(whole.projects)} 个项目{'（新发布）' if edition.is_new else ''}。",
        f"{whole.area_name} {quarters}, edition {whole.edition}: {len(whole.projects)} projects"
        f"{' (just published)' if edition.is_new else ''}.",
    )


def told_freshness(one: "BranchFreshness") -> dict[str, object]:
    """One branch's part."""
    return {
        "branch": one.branch,
        "status": one.status,
        "as_of": None if one.as_of is None else one.as_of.isoformat(),
        "behind": one.behind,
    }


def say_freshness(one: "BranchFreshness", terminal: Terminal) -> None:
    """The same in a line."""
    until = shown_time(one.as_of, terminal)
    terminal.say(
        f"分行 {one.branch} 的数据：{FRESHNESS[one.status]}，截至 {until}。",
        f"Branch {one.branch}'s part: {one.status}, as of {until}.",
    )


def told_part(part: "CataloguePart") -> dict[str, object]:
    """Which edition it is."""
    return {
        "area": part.area,
        "area_name": part.area_name,
        "first_quarter": quarter_text(part.first_quarter),
        "last_quarter": quarter_text(part.last_quarter),
        "edition": part.edition,
    }


def told_project(one: "PublishedProject") -> dict[str, object]:
    """A published project with its courses."""
    return {
        "project_code": one.code,
        "project_name": one.name,
        "category": one.category,
        "category_is_new": one.category_is_new,
        "unit": one.unit_code,
        "unit_name": one.unit_name,
        "scale": one.scale,
        "target_groups": list(one.target_groups),
        "form": one.form,
        "training_hours": hundredths(one.training_hours),
        "credit_hours": hundredths(one.credit_hours),
        "result_form": one.result_form,
        "assessment": one.assessment,
        "starts_on": one.starts_on.isoformat(),
        "ends_on": one.ends_on.isoformat(),
        "content": one.content,
        "courses": [
            {
                "course_code": course.code,
                "name": course.name,
                "training_hours": hundredths(course.training_hours),
                "credit_hours": hundredths(course.credit_hours),
            }
            for course in one.courses
        ],
    }


def project_row(one: "PublishedProject") -> tuple[object, ...]:
    """The cells under `PROJECT_HEADERS`."""
    return (
        one.code,
        one.name,
        one.category + ("（新）" if one.category_is_new else ""),
        one.unit_name,
        one.scale,
        hundredths(one.training_hours),
        hundredths(one.credit_hours),
        f"{one.starts_on}—{one.ends_on}",
    )
