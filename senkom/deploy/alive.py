"""`python -m senkom.deploy.alive`: whether the web server of this container answers, by its own name."""

from __future__ import annotations

import os
import sys
from http.client import HTTPConnection


def main(port: int = 8000) -> int:
    """0 where `/healthz` answers 200; any other end counts as ill."""
    connection = HTTPConnection("127.0.0.1", port, timeout=4)
    connection.request("GET", "/healthz", headers={"Host": os.environ["SENKOM_HOSTS"].split(",")[0].strip()})
    return 0 if connection.getresponse().status == 200 else 1


if __name__ == "__main__":
    sys.exit(main(int(os.environ.get("PORT", "8000"))))
