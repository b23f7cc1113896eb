"""A hook for schemathesis: whole numbers are written as such.

To JSON Schema `5.0` is an integer; to us it is not, because amounts are counted, never measured.
"""

from typing import Any

import schemathesis


@schemathesis.hook
def map_body(context: Any, body: Any) -> Any:
    """Turn `5.0` into `5`."""
    if not isinstance(body, dict):
        return body
    return {
        name: int(value) if isinstance(value, float) and value.is_integer() else value
        for name, value in body.items()
    }
