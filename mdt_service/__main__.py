"""`python -m mdt_service`: the same as `mdt-service`."""

import sys

from mdt_service.cli.run import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
