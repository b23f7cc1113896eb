"""`make compare`: play everything and write `docs/comparison.json`, two pages and their pictures.

With `--pages` the pages are written anew from the figures of the last run.
"""

import sys
from pathlib import Path

from deploy.compare.figures import DOCS, compare, read_figures, write_figures
from deploy.compare.page import pages


def main(arguments: list[str]) -> None:
    """Write the files below `docs/`."""
    comparison = read_figures() if arguments == ["--pages"] else compare()
    _write(DOCS / "comparison.json", write_figures(comparison))
    for name, words in pages(comparison).items():
        _write(DOCS / name, words.encode())


def _write(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    print(path.relative_to(DOCS.parent))


if __name__ == "__main__":
    main(sys.argv[1:])
