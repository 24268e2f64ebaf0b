"""One session of the prompt in a pseudo-terminal."""

import os
import re
import sys

try:
    import pexpect
except ImportError:
    sys.exit("pexpect is missing: apt-get install python3-pexpect")

from screen import Screen

PROMPT = r"mfl> "
MORE = r"\.\.\.  "
# Readline moves the cursor and brackets pastes with escape sequences between the characters.
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\r|\x07")

UP, DOWN, LEFT, RIGHT = "\x1b[A", "\x1b[B", "\x1b[D", "\x1b[C"


class Prompt:
    """A prompt without colours, to be talked to line by line."""

    def __init__(self, binary, home, *arguments, size=(24, 100), cwd=None, **variables):
        environment = dict(
            os.environ, TERM="xterm-256color", INPUTRC=self._keys(home), LC_ALL="C.UTF-8",
            NO_COLOR="1", HOME=home, XDG_STATE_HOME=home, XDG_CONFIG_HOME=home)
        for name, value in variables.items():
            if value is None:
                environment.pop(name, None)
            else:
                environment[name] = value
        self.child = pexpect.spawn(
            binary, list(arguments), env=environment, encoding="utf-8", timeout=20,
            dimensions=size, cwd=cwd)
        self.child.delaybeforesend = 0.02

    @staticmethod
    def _keys(home):
        """An inputrc without the flash of brackets, which draws the prompt once more."""
        path = os.path.join(home, "steady.inputrc")
        write(path, "set blink-matching-paren off\n")
        return path

    def wait(self, pattern=PROMPT):
        """Waits for the next prompt and answers what was shown before it."""
        self.child.expect(pattern)
        return ESCAPES.sub("", self.child.before)

    def say(self, line):
        """Types a line and answers what is shown for it."""
        self.child.sendline(line)
        return self.wait()

    def answer(self, line):
        """The last line shown for a line."""
        return last_lines(self.say(line))[-1]

    def press(self, keys):
        self.child.send(keys)

    def expect(self, pattern):
        self.child.expect(pattern)

    def rub_out(self):
        self.child.sendcontrol("u")

    def leave(self):
        """Leaves with Ctrl-D and answers the exit status."""
        self.child.sendeof()
        self.child.expect(pexpect.EOF)
        self.child.close()
        return self.child.exitstatus


class Watched(Prompt):
    """A prompt whose screen is looked at."""

    def __init__(self, binary, home, *arguments, size=(24, 80), **variables):
        super().__init__(binary, home, *arguments, size=size, **variables)
        self.screen = Screen(*size)

    def settle(self, quiet=0.15):
        """Takes what is written until nothing more comes."""
        while True:
            try:
                self.screen.feed(self.child.read_nonblocking(65536, timeout=quiet))
            except pexpect.TIMEOUT:
                return self.screen

    def see(self, text, patience=10):
        """Waits until a text is on the screen."""
        for _ in range(int(patience / 0.15)):
            if any(text in line for line in self.settle().lines):
                return self.screen
        raise AssertionError(f"{text!r} is not on the screen:\n" + "\n".join(self.screen.lines))


def last_lines(text):
    return [line.strip() for line in text.split("\n") if line.strip()]


def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()
