"""docker-compose.yml: no default passwords, one door, and services that really run."""

from __future__ import annotations

import subprocess
import sys

import pytest

from senkom.embedded.place import PROJECT
from tests.embedded.stack import wait_until
from tests.production.server import KEYS, VARIABLE, Server, compose, image_command

OURS = ("migrate", "web", "worker", "beat", "dispatcher")

pytestmark = pytest.mark.xdist_group("production")


def is_well(production: Server, service: str) -> bool:
    """What the service's own health check says."""
    _cmd, _python, *words = compose()["services"][service]["healthcheck"]["test"]
    done = subprocess.run([sys.executable, *words], cwd=PROJECT, env=production.environment(service), check=False)
    return done.returncode == 0


def test_every_secret_is_asked_for_and_none_has_a_default() -> None:
    text = (PROJECT / "docker-compose.yml").read_text()
    asked = {name for name, sentence in VARIABLE.findall(text) if sentence}
    used = {name for name, _sentence in VARIABLE.findall(text)}
    assert used == asked
    assert ":-" not in text
    for service in compose()["services"].values():
        for name, value in (service.get("environment") or {}).items():
            if "PASSWORD" in name or "KEY" in name or "AUTH" in name:
                assert str(value).startswith(f"{KEYS}/" if name.endswith("_FILE") else "${"), name


def test_the_keys_of_the_niks_lie_in_a_folder_apart_which_no_environment_shows() -> None:
    for name in OURS:
        service = compose()["services"][name]
        assert {"SENKOM_NIK_KEYS", "SENKOM_NIK_HASH_KEY"}.isdisjoint(service["environment"]), name
        (folder,) = [volume for volume in service["volumes"] if volume.endswith(f":{KEYS}:ro")]
        assert VARIABLE.match(folder), name
    assert not any(KEYS in str(volume) for volume in compose()["services"]["nginx"]["volumes"])


def test_nginx_alone_is_reached_from_outside_and_nobody_is_root_or_writes_to_its_image() -> None:
    services = compose()["services"]
    assert [name for name, service in services.items() if "ports" in service] == ["nginx"]
    for name in (*OURS, "nginx"):
        assert services[name]["read_only"], name
        assert services[name]["cap_drop"] == ["ALL"], name
    lines = (PROJECT / "Dockerfile").read_text().splitlines()
    assert "USER 10001:10001" in lines
    assert lines.index("USER 10001:10001") < next(n for n, line in enumerate(lines) if line.startswith("CMD "))


def test_every_service_is_watched_or_restarted() -> None:
    for name, service in compose()["services"].items():
        assert service.get("restart") == ("no" if name == "migrate" else "unless-stopped"), name
        assert name == "migrate" or service.get("healthcheck") != {"disable": True}, name
    assert "HEALTHCHECK" in (PROJECT / "Dockerfile").read_text()
    assert image_command()[0] == "gunicorn"


def test_the_services_of_the_file_run_until_the_site_is_ready(production: Server) -> None:
    production.run("migrate")
    with production.services("web", "worker", "beat") as running:
        wait_until(lambda: production.status("/readyz") == 200, f"/readyz; see {production.log.read_text()[-2000:]}")
        assert [process.poll() for process in running] == [None] * 3, production.log.read_text()[-2000:]


def test_without_celery_and_redis_the_dispatcher_makes_it_ready(production: Server) -> None:
    production.script("from notifications.models import JobRun; JobRun.objects.all().delete()")
    assert not is_well(production, "dispatcher")
    with production.services("web", "dispatcher"):
        wait_until(lambda: production.status("/readyz") == 200, "/readyz by the dispatcher")
        assert is_well(production, "dispatcher")
