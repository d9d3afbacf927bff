"""Looks at the clock among very many groups and meetings: seconds, queries and memory of a look."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._tick.main import main

if __name__ == "__main__":
    sys.exit(main())
