"""The document names every finding that the audit can make, and no other."""

import re
from pathlib import Path

from models.audit import operations

_ROOT = Path(__file__).parents[3]
_FOUND = re.compile(r"""find\(\s*"([a-z]+\.[a-z_]+)\"""")


def test_every_finding_is_explained() -> None:
    sources = (_ROOT / "models" / "audit").glob("*.py")
    said = {code for source in sources for code in _FOUND.findall(source.read_text())}
    document = (_ROOT / "docs" / "audit.md").read_text()
    explained = set(re.findall(r"^\| `([a-z]+\.[a-z_]+)`", document, re.MULTILINE))
    assert said | set(operations.CHECKS) == explained
