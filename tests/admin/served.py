"""An office's application served on this machine, for a browser."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Thread
from typing import Final

from playwright.sync_api import BrowserContext
from waitress.server import create_server
from waitress.wasyncore import close_all

from admin.cookies import PLAIN_NAME
from admin.log.keeper import Keeper
from tests.admin.office import Office

SOON: Final = 0.01  # seconds: how often a test's server looks whether it is to end


@contextmanager
def served(office: Office) -> Iterator[str]:
    """Serve it, its log following the journal; yield the address."""
    keeper: Keeper = office.app.extensions["log"]
    keeper.start()
    channels: dict[int, object] = {}
    server = create_server(office.app, channels, host="127.0.0.1", port=0, threads=8, ident=None)
    serving = Thread(target=server.run, daemon=True)
    serving.start()
    try:
        yield f"http://localhost:{server.effective_port}"
    finally:
        keeper.close()
        server.task_dispatcher.shutdown()
        # On its own thread: one that waits on these sockets must not lose them to another.
        with suppress(OSError):  # awake already, it may have closed the trigger before it is pulled
            server.trigger.pull_trigger(lambda: close_all(channels))
        serving.join()


def sign_in(context: BrowserContext, office: Office, name: str, root: str) -> None:
    """Let somebody be signed in in a browser."""
    cookie = office.visitor(name).get_cookie(PLAIN_NAME)
    assert cookie is not None
    context.add_cookies([{"name": PLAIN_NAME, "value": cookie.value, "url": root}])
