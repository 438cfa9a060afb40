"""The systemd unit: confined, stopped gently, and not restarted where only a person can help."""

import configparser

from federation.error_catalogue import ExitCode
from tests.support.repository import ROOT


def unit() -> configparser.SectionProxy:
    parser = configparser.ConfigParser(interpolation=None, strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(ROOT / "systemd" / "deltabank@.service", encoding="utf-8")
    return parser["Service"]


def test_it_migrates_and_then_serves_the_branch_of_its_name() -> None:
    assert unit()["ExecStartPre"].endswith("deltabank migrate /var/lib/deltabank/%i")
    assert unit()["ExecStart"].endswith("deltabank serve /var/lib/deltabank/%i")


def test_it_runs_without_root_and_without_privileges() -> None:
    assert unit()["User"] == "deltabank"
    assert unit()["NoNewPrivileges"] == "yes"
    assert unit()["ProtectSystem"] == "strict"
    assert unit()["CapabilityBoundingSet"] == ""


def test_it_is_not_restarted_for_what_another_try_cannot_mend() -> None:
    hopeless = {ExitCode.USAGE, ExitCode.CONFIGURATION, ExitCode.NOT_ALLOWED, ExitCode.INTEGRITY}
    assert {int(code) for code in unit()["RestartPreventExitStatus"].split()} == set(hopeless)
    assert ExitCode.UNAVAILABLE not in hopeless
