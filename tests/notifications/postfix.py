"""Debian's Postfix as a relay of our own: on a port of loopback, in a folder of its own, never the system's service."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from senkom.embedded.process import spawn, stop
from tests.embedded.stack import free_port, wait_until

POSTFIX = Path("/usr/sbin/postfix")
MASTER = Path("/usr/lib/postfix/sbin/master")
MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
maillog_file = {folder}/mail.log
maillog_file_prefixes = {folder}
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = relay.example.test
mydestination =
mynetworks = 127.0.0.0/8
disable_dns_lookups = yes
smtpd_peername_lookup = no
smtpd_tls_security_level = none
local_recipient_maps =
alias_maps =
alias_database =
local_transport = discard:
default_transport = discard:
"""
SERVICES = """
127.0.0.1:{port} inet n - n - - smtpd
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
proxymap unix - - n - - proxymap
anvil unix - - n - 1 anvil
postlog unix-dgram n - n - 1 postlogd
"""


def why_not() -> str:
    """Why there is no Postfix to be had; nothing where there is."""
    if os.geteuid():
        return "only root may start a Postfix"
    return "" if POSTFIX.exists() and MASTER.exists() else "Postfix is not installed (apt-get install postfix)"


@contextmanager
def postfix(folder: Path) -> Iterator[tuple[int, Path]]:
    """A Postfix that takes everything and throws it away; its port and its log."""
    port, log = free_port(), folder / "mail.log"
    for name in ("config", "queue", "data"):
        (folder / name).mkdir(parents=True)
    shutil.chown(folder / "data", "postfix")
    config = folder / "config"
    (config / "main.cf").write_text(MAIN.format(folder=folder))
    (config / "master.cf").write_text(SERVICES.format(port=port))
    made = subprocess.run([POSTFIX, "-c", config, "check"], capture_output=True, text=True, check=False)
    with (folder / "master.txt").open("wb") as output:
        master = spawn([MASTER, "-c", config, "-d"], output=output, cwd="/")
    try:
        wait_until(lambda: log.exists() and "daemon started" in log.read_text(), f"Postfix: {made.stderr}")
        yield port, log
    finally:
        stop(master, patience=10)
