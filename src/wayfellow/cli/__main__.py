import sys

from wayfellow.cli.main import main

sys.exit(main())
