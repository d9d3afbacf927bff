"""Every timed mail is sent once and in its time, through gaps, clock changes and two schedulers."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.proofs._clock.main import main

if __name__ == "__main__":
    sys.exit(main())
