"""A hook for schemathesis: whole numbers are written as such.

To JSON Schema `5.0` is an integer; to us it is not, because amounts are counted, never measured.
"""

from typing import Any

import schemathesis


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    """Turn `5.0` into `5`, however deep."""
    return _whole(body)


def _whole(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _whole(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_whole(one) for one in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
