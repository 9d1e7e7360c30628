"""The login at Vimeo: a personal access token, made at its site and pasted at a hidden prompt.

What is asked: ``/oauth/verify`` and ``/tokens`` of Vimeo's API.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.publish.login.grants import Access, Grant, LoginOver
from pipeline.publish.login.web import Answer, LoginRefused, ask, unexpected
from pipeline.publish.tokens import Secret

API = "https://api.vimeo.com"
MADE_AT = "https://developer.vimeo.com/apps"
SCOPES = ("private", "upload", "edit")
"""What publishing needs: to find films of the account, to send them, to change them."""

_TOKEN = re.compile(r"[!-~]+")


@dataclass(frozen=True, slots=True)
class Vimeo:
    """Vimeo as a service of ``pipeline.publish.login.grants``; ``root`` is its API's address."""

    root: str = API
    shown: str = "vimeo"
    key: str = "vimeo"

    def renewed(self, grant: Grant) -> Grant:
        """Raise ``LoginOver``: a personal access token has no successor."""
        raise LoginOver(self)

    def opens(self, access: Access) -> None:
        """Ask what the token may do."""
        self._scopes(self._verified(access.token()))

    def revoke(self, grant: Grant) -> None:
        """Have Vimeo forget the token."""
        url = f"{self.root}/tokens"
        answer = ask("DELETE", url, bearer=grant.access)
        if not answer.is_good and answer.status != 401:
            raise unexpected(answer, url)

    def log_in(self, token: Secret) -> Grant:
        """Return the grant of a token.

        Raises
        ------
        LoginRefused
            When Vimeo does not know it, or it may do too little.
        """
        token = Secret(token.text.strip())
        if not _TOKEN.fullmatch(token.text):
            raise LoginRefused("vimeo: this is no token - paste it whole, in one line")
        try:
            scopes = self._scopes(self._verified(token))
        except LoginOver:
            what = "vimeo: it does not know this token"
            raise LoginRefused(f"{what} - make one at {MADE_AT}, and paste it whole") from None
        return Grant(token, Secret(""), "", Secret(""), self.root, scopes)

    def _verified(self, token: Secret) -> Answer:
        url = f"{self.root}/oauth/verify"
        answer = ask("GET", url, bearer=token)
        if answer.status == 401:
            raise LoginOver(self)
        if not answer.is_good:
            raise unexpected(answer, url)
        return answer

    def _scopes(self, answer: Answer) -> tuple[str, ...]:
        scopes = tuple(sorted(answer.text("scope").split()))
        if left := [one for one in SCOPES if one not in scopes]:
            what = f"vimeo: the token may not {' and '.join(left)}"
            fix = f"make one with the scopes {', '.join(SCOPES)} at {MADE_AT}"
            raise LoginRefused(f"{what} - {fix}")
        return scopes
