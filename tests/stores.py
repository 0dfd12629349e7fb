"""Stores that URLs name, without a network: in memory, and an S3 server on this machine."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import pytest

_KEYS = {"AWS_ACCESS_KEY_ID": "testing", "AWS_SECRET_ACCESS_KEY": "testing"}


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The address of a server that speaks as S3 does; what the environment tells leads there."""
    from fsspec.config import conf  # noqa: PLC0415 - most tests need no store
    from moto.server import ThreadedMotoServer  # noqa: PLC0415

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    told = _KEYS | {"AWS_DEFAULT_REGION": "us-east-1", "FSSPEC_S3_ENDPOINT_URL": address}
    before = {name: os.environ.get(name) for name in told}
    os.environ |= told
    conf["s3"] = {"endpoint_url": address}
    yield address
    conf.pop("s3")
    for name, value in before.items():
        os.environ.pop(name)
        if value is not None:
            os.environ[name] = value
    server.stop()


@pytest.fixture
def bucket(s3_server: str) -> str:
    """The URL of a bucket of its own."""
    import fsspec  # noqa: PLC0415

    name = f"bucket-{uuid.uuid4().hex}"
    fsspec.filesystem("s3", endpoint_url=s3_server).mkdir(name)
    return f"s3://{name}"


@pytest.fixture
def memory() -> Iterator[str]:
    """The URL of a folder of its own in this process's memory."""
    import fsspec  # noqa: PLC0415

    name = f"/{uuid.uuid4().hex}"
    yield f"memory:/{name}"
    store = fsspec.filesystem("memory")
    if store.exists(name):
        store.rm(name, recursive=True)
