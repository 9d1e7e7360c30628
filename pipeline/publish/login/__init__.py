"""Logins at platforms: got once, kept among the tokens, renewed, and revoked."""

from pipeline.publish.login.grants import Access, Grant, LoginOver, Service, keep_grant, kept_grant
from pipeline.publish.login.peertube import SCHEME, PeerTube, peertube_at
from pipeline.publish.login.vimeo import Vimeo
from pipeline.publish.login.web import LoginRefused, ServiceAway
from pipeline.publish.login.youtube import YouTube, credentials

__all__ = [
    "SCHEME",
    "Access",
    "Grant",
    "LoginOver",
    "LoginRefused",
    "PeerTube",
    "Service",
    "ServiceAway",
    "Vimeo",
    "YouTube",
    "credentials",
    "keep_grant",
    "kept_grant",
    "peertube_at",
]
