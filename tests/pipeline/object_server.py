"""A real S3 server on this machine, for the tests of shared stores."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import botocore.session
from moto.core.authorization import enable_iam_authentication
from moto.moto_server.threaded_moto_server import ThreadedMotoServer

READ_ONLY = ("s3:GetObject", "s3:ListBucket")


@dataclass(frozen=True)
class ObjectServer:
    """Where it listens, and what its clients find in their environment."""

    url: str
    environment: Mapping[str, str]

    def bucket(self, name: str) -> str:
        """Make a bucket and return the URL of a store in it."""
        self.client().create_bucket(Bucket=name)
        return f"s3://{name}/course"

    def keys(self, bucket: str) -> set[str]:
        """Return the names of all objects in a bucket."""
        listed = self.client().list_objects_v2(Bucket=bucket)
        return {one["Key"] for one in listed.get("Contents", ())}

    def overwrite(self, bucket: str, key: str, data: bytes) -> None:
        """Put other bytes in the place of an object."""
        self.client().put_object(Bucket=bucket, Key=key, Body=data)

    @contextmanager
    def allowing(self, *actions: str) -> Iterator[Mapping[str, str]]:
        """Give the environment of a user who may do no more than these actions."""
        users = self.client("iam")
        users.create_user(UserName="reader")
        rights = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
        policy = json.dumps({"Version": "2012-10-17", "Statement": [rights]})
        users.put_user_policy(UserName="reader", PolicyName="rights", PolicyDocument=policy)
        pair = users.create_access_key(UserName="reader")["AccessKey"]
        try:
            with enable_iam_authentication():
                yield {
                    **self.environment,
                    "AWS_ACCESS_KEY_ID": pair["AccessKeyId"],
                    "AWS_SECRET_ACCESS_KEY": pair["SecretAccessKey"],
                }
        finally:
            users.delete_access_key(UserName="reader", AccessKeyId=pair["AccessKeyId"])
            users.delete_user_policy(UserName="reader", PolicyName="rights")
            users.delete_user(UserName="reader")

    def client(self, service: str = "s3"):
        """Return a client of the server that may do everything."""
        return botocore.session.get_session().create_client(
            service,
            endpoint_url=self.url,
            region_name="us-east-1",
            aws_access_key_id="key",
            aws_secret_access_key="secret",
        )


@contextmanager
def object_server() -> Iterator[ObjectServer]:
    """Give a server on a free port of 127.0.0.1."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    url = f"http://{host}:{port}"
    try:
        yield ObjectServer(url, surroundings(url))
    finally:
        server.stop()


def surroundings(url: str) -> dict[str, str]:
    """Return what a client of the server at a URL finds in its environment."""
    return {
        "AWS_ENDPOINT_URL": url,
        "AWS_ACCESS_KEY_ID": "key",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_DEFAULT_REGION": "us-east-1",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": "/nowhere",
        "AWS_SHARED_CREDENTIALS_FILE": "/nowhere",
        "NO_PROXY": "127.0.0.1",
    }
