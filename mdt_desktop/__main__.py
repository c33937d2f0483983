"""`python -m mdt_desktop`: opens the client."""

import sys

from mdt_desktop.app import main

if __name__ == "__main__":
    sys.exit(main())
