"""`python -m server`: one web process. Run several behind a socket or a proxy to use more cores.

Sanic's own manager does not restart a worker that was killed, so it is not used.
"""

import os

from models.settings import settings_from
from server.app import create_app
from server.logs import log_as_json

if __name__ == "__main__":
    settings = settings_from(os.environ)
    log_as_json()
    create_app(settings, os.environ).run(
        settings.host, settings.port, single_process=True, access_log=False, motd=False
    )
