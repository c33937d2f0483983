"""`python -m mdt_desktop.cli`: the command line."""

import sys

from mdt_desktop.cli.run import main

if __name__ == "__main__":
    sys.exit(main())
