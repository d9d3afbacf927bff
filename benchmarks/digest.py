"""Makes a week's digests for many people, and compares with one query and one send per person."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks._digest.main import main

if __name__ == "__main__":
    sys.exit(main())
