"""The program's own settings, with tables straight from the models and mail that is read at once."""

from wayfellow.config.settings import *  # noqa: F403
from wayfellow.config.settings import INSTALLED_APPS

MIGRATION_MODULES = {app.rpartition(".")[2]: None for app in INSTALLED_APPS}
MAILERS = {"default": {"BACKEND": "benchmarks.proofs._mailing.reader.Reader"}}
