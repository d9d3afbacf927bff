"""Finds the next letters among very many that wait, and compares with one plain ordered query."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._outbox.main import main

if __name__ == "__main__":
    sys.exit(main())
