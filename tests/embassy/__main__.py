"""`python -m tests.embassy --world DIR --log FILE [--tls CERT KEY]`: play the site."""

from __future__ import annotations

import argparse
import asyncio
import ssl
from pathlib import Path

from tests.embassy.server import serve


def main() -> None:
    """Read the arguments, serve until standard input ends."""
    parser = argparse.ArgumentParser(prog="tests.embassy", description=__doc__)
    parser.add_argument("--world", type=Path, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--tls", nargs=2, metavar=("CERT", "KEY"))
    said = parser.parse_args()
    tls = None
    if said.tls:
        tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        tls.load_cert_chain(*said.tls)
    asyncio.run(serve(said.world, said.log, tls))


if __name__ == "__main__":
    main()
