"""Where the runs of the command are born: processes of their own that need not import first.

The imports of a run take two seconds, and these tests need hundreds of runs. This process has
imported all that the command needs, and is forked for each run: what then happens is what happens
in a process that was started anew, up to its exit code and a `kill -9`.
"""

from __future__ import annotations

import importlib
import json
import os
import random
import selectors
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any, NoReturn

LOADED = (
    *("pipeline.cli", "pipeline.annotate", "pipeline.verbs.refreshing", "pipeline.publish.show"),
    *("pipeline.operate.heartbeat", "pipeline.operate.lock", "pipeline.operate.logs"),
    *("pipeline.operate.metrics", "pipeline.operate.notify", "pipeline.fetch.private"),
    *("aiohttp", "scrapy.core.engine", "scrapy.core.scheduler", "scrapy.core.scraper"),
    *("scrapy.dupefilters", "scrapy.pipelines", "scrapy.pqueues", "scrapy.squeues"),
    *("scrapy.statscollectors", "scrapy.logformatter", "scrapy.spiderloader"),
    *(
        f"scrapy.downloadermiddlewares.{name}"
        for name in (
            *("defaultheaders", "downloadtimeout", "httpauth", "httpcompression", "httpproxy"),
            *("offsite", "redirect", "retry", "robotstxt", "stats", "useragent", "cookies"),
        )
    ),
    *(
        f"scrapy.spidermiddlewares.{name}"
        for name in ("depth", "httperror", "referer", "start", "urllength")
    ),
    *(
        f"scrapy.extensions.{name}"
        for name in ("corestats", "logcount", "logstats", "memusage", "feedexport", "throttle")
    ),
)
REACTOR = "twisted.internet.reactor"  # holds descriptors of the kernel: one for each run
PAGE = "<html lang='{0}'><h1>{0}</h1><p>Tel.: 613 562-3788, {1}</p></html>"
PROSE = (("en", "open since July 1st, 2001 in 76 embassies"), ("fr", "ouvert depuis le 1er mai"))


def prepare() -> None:
    """Import and read once what every run imports and reads."""
    for name in LOADED:
        importlib.import_module(name)
    from pipeline.annotate import annotate  # noqa: PLC0415 - loaded just now
    from pipeline.publish import schemas  # noqa: PLC0415
    from pipeline.sources import packaged  # noqa: PLC0415

    lines = [json.dumps({"id": 1, "html": PAGE.format(*said)}).encode() for said in PROSE]
    assert all(fine for _, fine in annotate(iter(lines), packaged()))
    schemas.files()
    assert REACTOR not in sys.modules


def live(order: dict[str, Any]) -> NoReturn:
    """Be one run, to its end."""
    code = 1
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        # A job in the background of a shell is born deaf to interrupts; a user's is not.
        signal.signal(signal.SIGINT, signal.default_int_handler)
        random.seed()
        os.chdir(order["folder"])
        os.environ.clear()
        os.environ.update(order["environment"])
        for descriptor, name in ((1, "out"), (2, "err")):
            file = os.open(order[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(file, descriptor)
            os.close(file)
        sys.argv = ["rectoverso", *order["arguments"]]
        exec(order["before"], {"__name__": "before"})  # noqa: S102 - what a test lays under a run
        from pipeline.cli import main  # noqa: PLC0415 - loaded long ago

        main()
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else int(left.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter would end
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def keep(peer: socket.socket) -> NoReturn:
    """Bring up one run: tell its process id, wait for its end, tell its status."""
    try:
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        order = json.loads(peer.makefile("rb").readline())
        born = os.fork()
        if not born:
            peer.close()
            live(order)
        peer.sendall(f"{born}\n".encode())
        _, status = os.waitpid(born, 0)
        peer.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())
    finally:
        os._exit(0)


def main(place: Path) -> None:
    """Bring up a run for each connection, until standard input ends."""
    prepare()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as door, selectors.DefaultSelector() as waiting:
        door.bind(str(place))
        door.listen()
        waiting.register(door, selectors.EVENT_READ)
        waiting.register(sys.stdin, selectors.EVENT_READ)
        print("ready", flush=True)  # noqa: T201 - what the starter waits for
        while True:
            for key, _ in waiting.select():
                if key.fileobj is sys.stdin:
                    return
                peer, _ = door.accept()
                if not os.fork():
                    door.close()
                    keep(peer)
                peer.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
