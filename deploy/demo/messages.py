"""The subscribe messages of a sandbox deployment: every template there is, under ids of its own."""

import aiohttp

from models.notification import templates


def template_id(key: str) -> str:
    """The id under which the sandbox knows a template."""
    return f"tpl-{key}"


def setting() -> str:
    """`RANGLI_TEMPLATES` for the sandbox."""
    return ",".join(f"{key}={template_id(key)}" for key in templates())


async def choose_templates(sandbox: aiohttp.ClientSession) -> None:
    """What an operator does in WeChat's library: choose each template with its keys."""
    for key, one in templates().items():
        chosen = {
            "template_id": template_id(key),
            "title": one.zh,
            "keys": [field.key for field in one.fields],
        }
        async with sandbox.post("/sandbox/templates", json=chosen) as answer:
            answer.raise_for_status()
