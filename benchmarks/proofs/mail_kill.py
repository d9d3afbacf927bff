"""No mail is lost, and none is doubled but where it cannot be helped, however often all is killed."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.proofs._mail_kill.main import main

if __name__ == "__main__":
    sys.exit(main())
