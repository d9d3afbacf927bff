"""Ten thousand mails of one message carry nobody's name or address but their reader's."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.proofs._mailing.main import main

if __name__ == "__main__":
    sys.exit(main())
