"""What the sandbox has seen, counted: calls, refusals, signatures that failed."""

from collections import Counter


class Tally:
    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.signature_failures: Counter[str] = Counter()
