"""Debian's Firefox without a window, controlled through Marionette, with a temporary extension."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SECONDS = 120  # for a machine under load
_NOWHERE = 9  # the discard port: nothing listens
_PREFERENCES: dict[str, str | int | bool] = {
    "marionette.port": 0,  # a free port, written to the file MarionetteActivePort
    "app.update.enabled": False,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "datareporting.policy.dataSubmissionEnabled": False,
    "services.settings.server": "data:,#remote-settings-dummy/v1",
    # A proxy that does not answer: only loopback addresses, which need no proxy, are reachable.
    "network.proxy.type": 1, "network.proxy.http": "127.0.0.1", "network.proxy.http_port": _NOWHERE,
    "network.proxy.ssl": "127.0.0.1", "network.proxy.ssl_port": _NOWHERE,
}  # fmt: skip


def program() -> str | None:
    """The path of Firefox, if it is installed."""
    return shutil.which("firefox-esr") or shutil.which("firefox")


class Firefox:
    """A session of a running Firefox; the methods are those commands of WebDriver that the tests need."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._input = connection.makefile("rb")
        self._numbers = itertools.count(1)
        self._receive()  # the greeting
        self.command("WebDriver:NewSession", capabilities={"alwaysMatch": {}})
        self.command("WebDriver:SetTimeouts", script=SECONDS * 1000, implicit=SECONDS * 1000)

    def command(self, name: str, **parameters: Any) -> Any:
        """The value that a command returns."""
        message = json.dumps([0, next(self._numbers), name, parameters]).encode()
        self._connection.sendall(b"%d:%b" % (len(message), message))
        _, _, error, result = self._receive()
        if error:
            raise AssertionError(f"{name}: {error['error']}: {error['message']}")
        return result.get("value") if isinstance(result, dict) else result

    def _receive(self) -> Any:
        size = b"".join(iter(lambda: self._input.read(1), b":"))
        return json.loads(self._input.read(int(size)))

    def run(self, script: str, *arguments: object) -> Any:
        """The value that a script returns, in the page or, within ``window()``, in the browser's window."""
        return self.command("WebDriver:ExecuteScript", script=script, args=arguments)

    @contextlib.contextmanager
    def window(self) -> Iterator[None]:
        """Direct commands to the browser's window with its buttons instead of the page."""
        self.command("Marionette:SetContext", value="chrome")
        yield
        self.command("Marionette:SetContext", value="content")

    def go(self, address: str) -> None:
        """Open an address in the current tab."""
        self.command("WebDriver:Navigate", url=address)

    def _element(self, selector: str) -> str:
        element = self.command("WebDriver:FindElement", using="css selector", value=selector)
        return str(next(iter(element.values())))

    def click(self, selector: str) -> None:
        """Click an element."""
        self.command("WebDriver:ElementClick", id=self._element(selector))

    def fill(self, selector: str, text: str) -> None:
        """Replace the content of a field."""
        self.command("WebDriver:ElementClear", id=self._element(selector))
        self.command("WebDriver:ElementSendKeys", id=self._element(selector), text=text)

    def text(self, selector: str) -> str:
        """The visible text of an element."""
        return str(self.command("WebDriver:GetElementText", id=self._element(selector)))

    def address(self) -> str:
        """The address of the current tab."""
        return str(self.command("WebDriver:GetCurrentURL"))

    def tabs(self) -> list[str]:
        """The handles of all tabs."""
        return list(self.command("WebDriver:GetWindowHandles"))

    def switch(self, tab: str) -> None:
        """Direct commands to a tab."""
        self.command("WebDriver:SwitchToWindow", handle=tab)


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Firefox]:
    """Start Firefox with an empty profile in a folder."""
    path = program()
    assert path is not None
    lines = [f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in _PREFERENCES.items()]
    (folder / "user.js").write_text("\n".join(lines), encoding="utf-8")
    command = [path, "--headless", "--marionette", "--remote-allow-system-access", "--no-remote", "--profile", folder]
    process = subprocess.Popen(
        [*command, "about:blank"], env={**os.environ, "HOME": str(folder)},
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        with socket.create_connection(("127.0.0.1", _port(folder, process)), timeout=SECONDS) as connection:
            yield Firefox(connection)
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _port(folder: Path, process: subprocess.Popen[bytes]) -> int:
    file = folder / "MarionetteActivePort"
    end = time.monotonic() + SECONDS
    while time.monotonic() < end and process.poll() is None:
        if file.is_file() and (number := file.read_text().strip()):
            return int(number)
        time.sleep(0.1)
    raise AssertionError(f"Firefox has not started: exit status {process.poll()}")
