"""Matches made-up seasons with our engine and with others, and judges every answer."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._match.main import main

if __name__ == "__main__":
    sys.exit(main())
