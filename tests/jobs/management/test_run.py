import socket
from pathlib import Path
from subprocess import Popen

import psutil
import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from kundebro.jobs.management.commands.run import base_url, is_loopback
from tests.live import Live, Server, wait_until


@pytest.fixture(autouse=True)
def _without_assets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Collecting the browser's packages takes long and is not what is tested."""
    monkeypatch.setenv("KUNDEBRO_NODE_MODULES", str(tmp_path / "none"))
    monkeypatch.setenv("KUNDEBRO_STATIC", str(tmp_path / "static"))


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def run_until_it_serves(installation: Live) -> tuple[Popen[bytes], Server]:
    port = free_port()
    process = installation.start("kundebro", "run", "--port", str(port))
    server = Server(port)

    def serves() -> bool:
        assert process.poll() is None, "kundebro run has ended"
        try:
            return server.get("/jobs/health/").status == 200
        except OSError:
            return False

    wait_until(serves, seconds=120)
    return process, server


def is_gone(process: psutil.Process) -> bool:
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


@pytest.mark.faults
@pytest.mark.xdist_group("faults")
def test_kundebro_runs_from_an_empty_folder_until_it_is_told_to_stop(
    empty_installation: Live, capfd: pytest.CaptureFixture[str]
) -> None:
    process, server = run_until_it_serves(empty_installation)
    children = psutil.Process(process.pid).children(recursive=True)

    assert server.get("/account/login/").status == 200
    assert f"http://127.0.0.1:{server.port}/first-administrator/" in capfd.readouterr().out
    commands = [" ".join(child.cmdline()) for child in children]
    for name, count in [("processes.web", 1 + 2), (" worker ", 1), (" schedule ", 1), (" send_mail ", 1)]:
        assert sum(name in command for command in commands) == count

    process.terminate()
    assert process.wait(10) == 0
    assert all(map(is_gone, children))


@pytest.mark.faults
@pytest.mark.xdist_group("faults")
def test_nothing_outlives_kundebro_when_it_is_killed(installation: Live) -> None:
    process, _server = run_until_it_serves(installation)
    children = psutil.Process(process.pid).children(recursive=True)

    process.kill()

    wait_until(lambda: all(map(is_gone, children)), seconds=30)


def test_a_port_in_use_is_named_before_anything_is_prepared(settings: Settings) -> None:
    settings.DATA = settings.DATA / "untouched"
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CommandError, match=str(port)):
            call_command("run", port=port)

    assert not settings.DATA.exists()


def test_without_public_names_only_this_machine_is_served(settings: Settings) -> None:
    settings.HOSTS = []

    with pytest.raises(CommandError, match="KUNDEBRO_HOSTS"):
        call_command("run", host="192.0.2.1", port=free_port())


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("192.0.2.1", False),
        ("crm", False),
    ],
)
def test_which_hosts_are_this_machine_alone(host: str, expected: bool) -> None:
    assert is_loopback(host) == expected


@pytest.mark.parametrize(
    ("hosts", "is_plain", "host", "expected"),
    [
        ([], True, "127.0.0.1", "http://127.0.0.1:8000/"),
        ([], True, "::1", "http://[::1]:8000/"),
        (["crm.firma.dk"], False, "192.0.2.1", "https://crm.firma.dk/"),
        (["crm.lan"], True, "192.0.2.1", "http://crm.lan:8000/"),
    ],
)
def test_the_address_that_people_are_told(
    settings: Settings, hosts: list[str], is_plain: bool, host: str, expected: str
) -> None:
    settings.HOSTS, settings.PLAIN_HTTP = hosts, is_plain

    assert base_url(host, 8000) == expected
