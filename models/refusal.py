"""The one way in which the house says no.

A refusal is raised next to the function that can refuse, as a class of its own whose `code` is
stable for ever; the web process turns it into a status and a sentence, a worker into a log line.
"""

from typing import Any, ClassVar


class Refusal(Exception):
    """Base of every named refusal.

    `code` is dotted and stable (`order.amount_invalid`); `detail` holds the facts that a caller may
    show: plain JSON values, never a secret and never personal data.
    """

    code: ClassVar[str] = "refused"

    def __init__(self, **detail: Any) -> None:
        super().__init__(self.code, detail)
        self.detail = detail
