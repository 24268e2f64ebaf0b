"""Drives the real prompt in a pseudo-terminal: `python3 run.py path/to/mfl [check …]`.

Prints one line per check and ends with status 0 when all hold.
"""

import sys
import tempfile
import traceback

import check_colors
import check_commands
import check_completion
import check_history
import check_typing

CHECKS = (
    check_typing.CHECKS + check_completion.CHECKS + check_history.CHECKS
    + check_commands.CHECKS + check_colors.CHECKS)


def main():
    binary, wanted = sys.argv[1], sys.argv[2:]
    failures = 0
    for check in CHECKS:
        if wanted and check.__name__ not in wanted:
            continue
        with tempfile.TemporaryDirectory() as home:
            try:
                check(binary, home)
                print(f"holds  {check.__name__}", flush=True)
            except Exception as error:
                failures += 1
                place = traceback.extract_tb(error.__traceback__)
                mine = [frame for frame in place if "check_" in frame.filename][-1]
                print(f"fails  {check.__name__}, line {mine.lineno}: {mine.line}", flush=True)
                print(f"       {type(error).__name__} {error}", flush=True)
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
