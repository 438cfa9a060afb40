"""What PDF and workbook of an audit say alike: states, severities and verdicts as an official writes them.

Source: 浙学银〔2019〕2号, 三（三）.
"""

from adapters.screening.findings import Severity
from federation.error_catalogue.case_words import STATES
from node.model.audit_outcome import AuditOutcome, ListedFinding, UnitOutcome

SEVERITIES = {Severity.SERIOUS: "严重", Severity.NOTABLE: "较重", Severity.HINT: "提示"}
VERDICTS = {
    "": "没有台账",
    "never-recorded": "未登记",
    "same": "与登记一致",
    "recorded-anew": "登记后改过，又重新登记",
    "as-earlier": "与较早的登记一致",
    "changed": "与登记不一致",
    "files-broken": "文件缺失或已变",
}


def state_words(state: str) -> str:
    """A finding's state in Chinese."""
    return STATES[state].zh


def place_words(one: ListedFinding) -> str:
    """The project and run that a finding is about."""
    finding = one.body.finding
    if not finding.project_code:
        return "本单位"
    return f"{finding.project_code} 第{finding.run}期" if finding.run else finding.project_code


def summary(outcome: AuditOutcome) -> list[tuple[str, int]]:
    """The figures of all units together, each with its name."""
    return [("被核查单位", len(outcome.units)), *_sums(outcome.units)]


def _sums(units: tuple[UnitOutcome, ...]) -> list[tuple[str, int]]:
    checked = [one.checked for one in units]
    return [
        ("目录项目", sum(one.projects for one in checked)),
        ("其中经申报审核", sum(one.declared for one in checked)),
        ("存入成果", sum(one.results for one in checked)),
        ("其中在现行目录", sum(one.catalogued for one in checked)),
        ("培训期次", sum(one.runs for one in checked)),
        ("其中台账完整", sum(one.ledgers_complete for one in checked)),
        ("其中台账与登记一致", sum(one.ledgers_recorded for one in checked)),
        ("疑点", sum(one.raised for one in units)),
        ("其中属实", sum(one.upheld for one in units)),
        ("其中排除", sum(one.dismissed for one in units)),
        ("其中尚未办结", sum(one.open for one in units)),
        ("疑点涉及成果", sum(one.concerned for one in checked)),
    ]
