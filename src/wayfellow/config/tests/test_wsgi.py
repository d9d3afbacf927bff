"""The web server's process: quick to answer from the first request on."""

import subprocess
import sys

ASKED = """
import sys, threading
assert "wayfellow.matching" not in sys.modules
from wayfellow.config.wsgi import application
for thread in threading.enumerate():
    if thread is not threading.main_thread():
        thread.join(60)
print("wayfellow.matching" in sys.modules)
"""


def test_the_engine_is_at_hand_before_anybody_asks() -> None:
    run = [sys.executable, "-c", ASKED]
    told = subprocess.run(run, capture_output=True, text=True, timeout=120, check=True)  # noqa: S603

    assert told.stdout.split() == ["True"]
