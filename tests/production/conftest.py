"""One server for the tests of this folder."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.production.server import Server, server

NO_NGINX = "no nginx found (install the package nginx-light)"


@pytest.fixture(scope="session")
def production() -> Iterator[Server]:
    """A server with production's settings; its services are started by the tests."""
    with server() as made:
        yield made


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in the last lines that nobody tried the file of nginx."""
    skipped = [report for report in terminalreporter.stats.get("skipped", []) if NO_NGINX in str(report.longrepr)]
    if skipped:
        terminalreporter.section("THE FILE OF NGINX WAS NOT TRIED", sep="!", red=True, bold=True)
        terminalreporter.line(f"{len(skipped)} tests were skipped: {NO_NGINX}", red=True, bold=True)
