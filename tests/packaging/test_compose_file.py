"""docker-compose.yml is what the Compose Specification allows, and keeps what the branches were promised."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from tests.support.repository import ROOT

BRANCHES = ("31", "32", "33", "34")
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
SCHEMA = json.loads(Path(__file__).with_name("compose-spec.schema.json").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def test_it_holds_against_the_schema_of_the_compose_specification() -> None:
    jsonschema.Draft202012Validator(SCHEMA).validate(COMPOSE)


def test_the_schema_would_refuse_a_misspelt_key() -> None:
    altered = json.loads(json.dumps(COMPOSE))
    altered["services"]["branch-31"]["health_check"] = {}
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(SCHEMA).validate(altered)


def test_each_branch_has_a_node_and_a_database_of_its_own() -> None:
    assert SERVICES.keys() == {f"{kind}-{code}" for kind in ("branch", "database") for code in BRANCHES}
    assert {SERVICES[f"branch-{code}"]["environment"]["BRANCH"] for code in BRANCHES} == set(BRANCHES)


@pytest.mark.parametrize("code", BRANCHES)
def test_a_database_is_reachable_by_its_own_node_only(code: str) -> None:
    network = f"database-{code}"
    on_it = {name for name, service in SERVICES.items() if network in service["networks"]}
    assert on_it == {f"branch-{code}", f"database-{code}"}
    assert SERVICES[f"database-{code}"]["networks"] == [network]
    assert COMPOSE["networks"][network]["internal"] is True
    assert "ports" not in SERVICES[f"database-{code}"]
    assert f"@database-{code}/" in SERVICES[f"branch-{code}"]["environment"]["DATABASE_URL"]


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_checked_confined_and_runs_without_root(name: str) -> None:
    service = SERVICES[name]
    assert service["healthcheck"]["test"][0] == "CMD"
    assert service["user"] not in ("", "root", "0", "0:0")
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert "privileged" not in service


@pytest.mark.parametrize("code", BRANCHES)
def test_passwords_are_files_of_that_branch_alone(code: str) -> None:
    for kind in ("branch", "database"):
        service = SERVICES[f"{kind}-{code}"]
        assert [secret["source"] for secret in service["secrets"]] == [f"database-{code}"]
        mounted = f"/run/secrets/{service['secrets'][0]['target']}"
        assert mounted in service["environment"].values()
        given = {key for key in service["environment"] if "PASSWORD" in key}
        assert all(key.endswith("_FILE") for key in given)
    assert COMPOSE["secrets"][f"database-{code}"] == {"file": f"./secrets/database-{code}.txt"}


@pytest.mark.parametrize("code", BRANCHES)
def test_a_node_waits_for_its_database_and_listens_to_clients_on_this_machine_only(code: str) -> None:
    service = SERVICES[f"branch-{code}"]
    assert service["depends_on"] == {f"database-{code}": {"condition": "service_healthy"}}
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


def test_everything_that_is_mounted_is_declared() -> None:
    mounted = {volume.split(":")[0] for service in SERVICES.values() for volume in service["volumes"]}
    assert mounted == COMPOSE["volumes"].keys()
    assert {network for service in SERVICES.values() for network in service["networks"]} == COMPOSE["networks"].keys()


def test_secrets_are_made_once_random_and_not_in_the_repository(tmp_path: Path) -> None:
    (tmp_path / "docker").mkdir()
    script = tmp_path / "docker" / "make-secrets.sh"
    script.write_bytes((ROOT / "docker" / "make-secrets.sh").read_bytes())
    made = []
    for _ in range(2):
        subprocess.run(["sh", str(script)], check=True)
        made.append({path.name: path.read_text() for path in (tmp_path / "secrets").iterdir()})
    assert made[0] == made[1]
    assert made[0].keys() == {Path(secret["file"]).name for secret in COMPOSE["secrets"].values()}
    assert all(re.fullmatch(r"[0-9a-f]{48}", password) for password in made[0].values())
    assert len(set(made[0].values())) == len(BRANCHES)
    assert (tmp_path / "secrets").stat().st_mode & 0o077 == 0
    assert "/secrets/" in (ROOT / ".gitignore").read_text().splitlines()
