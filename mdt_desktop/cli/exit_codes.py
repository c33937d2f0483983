"""What the command line tells the program that called it."""

from typing import Final

DONE: Final = 0
FAULT: Final = 1
USAGE: Final = 2
REFUSED: Final = 3
NOT_DONE: Final = 4
SEVERAL: Final = 5
CANCELLED: Final = 130

WORDS: Final = """\
exit codes:
  0    done
  1    a fault of the program; the reference number is in its log
  2    the command was not understood
  3    done, but something was refused (import) or is seriously wrong (doctor)
  4    not done; the reason is told on standard error
  5    several residents fit; none was chosen
  130  cancelled
"""
