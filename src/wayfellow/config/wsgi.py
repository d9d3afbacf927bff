import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayfellow.config.settings")
application = get_wsgi_application()

from wayfellow.pairing.engine import load  # noqa: E402 - Django is started by now

# Nobody who drags the first student waits while the engine is read from disk.
threading.Thread(target=load, daemon=True).start()
