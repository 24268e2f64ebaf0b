"""Drives the real prompt in a pseudo-terminal: `python3 prompt_test.py path/to/mfl`.

Prints one line per check and ends with status 0 when all hold.
"""

import os
import re
import sys
import tempfile
import time

try:
    import pexpect
except ImportError:
    sys.exit("pexpect is missing: apt-get install python3-pexpect")

PROMPT = r"mfl> "
# Readline moves the cursor and brackets pastes with escape sequences between the characters.
ESCAPES = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]|\r|\x07")


class Prompt:
    """One session of the prompt."""

    def __init__(self, binary, home, *arguments, size=(24, 100)):
        environment = dict(
            os.environ, TERM="xterm-256color", INPUTRC="/dev/null", LC_ALL="C.UTF-8",
            HOME=home, XDG_STATE_HOME=home)
        self.child = pexpect.spawn(
            binary, list(arguments), env=environment, encoding="utf-8", timeout=20,
            dimensions=size)
        self.child.delaybeforesend = 0.02

    def wait(self):
        """Waits for the next prompt and answers what was shown before it."""
        self.child.expect(PROMPT)
        return ESCAPES.sub("", self.child.before)

    def say(self, line):
        """Types a line and answers what is shown for it."""
        self.child.sendline(line)
        return self.wait()

    def leave(self):
        """Leaves with Ctrl-D and answers the exit status."""
        self.child.sendeof()
        self.child.expect(pexpect.EOF)
        self.child.close()
        return self.child.exitstatus


def last_lines(text):
    return [line.strip() for line in text.split("\n") if line.strip()]


def banner(binary, home):
    prompt = Prompt(binary, home)
    shown = prompt.wait()
    assert "?help for help, :quit or Ctrl-D to leave" in shown, shown
    assert prompt.leave() == 0
    quiet = Prompt(binary, home, "--quiet")
    assert "help" not in quiet.wait()
    assert quiet.leave() == 0


def values(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    assert last_lines(prompt.say("1 + 1"))[-1] == "2"
    assert prompt.leave() == 0


def letters(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    prompt.say("α = 40")
    # Rubbing out takes a whole letter, however many bytes it has.
    assert last_lines(prompt.say("αβ\x7f + 2"))[-1] == "42"
    assert prompt.leave() == 0


def completion(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    # A name of the vocabulary, and one bound here.
    prompt.child.send("linsp\t")
    prompt.child.expect("linspace")
    prompt.child.sendcontrol("u")
    prompt.say("petal_length = 1")
    prompt.say("petal_width = 2")
    prompt.child.send("petal_w\t")
    prompt.child.expect("petal_width")
    prompt.child.sendcontrol("u")
    # What the candidates share is written, and they are listed.
    prompt.child.send("pet\t")
    prompt.child.expect("petal_length +petal_width")
    prompt.child.sendcontrol("u")
    # Candidates in the middle of a line replace only their word.
    prompt.child.send("count([petal_w\t")
    prompt.child.expect(r"count\(\[petal_width")
    prompt.child.send("])")
    assert last_lines(prompt.say(""))[-1] == "1"
    assert last_lines(prompt.say("1 + 1"))[-1] == "2"
    assert prompt.leave() == 0


def continuation(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    prompt.child.sendline("(1 +")
    prompt.child.expect(r"\.\.\.  ")
    prompt.child.sendline("1)")
    assert last_lines(prompt.wait())[-1] == "2"
    # Up recalls both lines as one entry.
    prompt.child.send("\x1b[A")
    prompt.child.expect(r"\(1 \+")
    prompt.child.sendline("")
    assert last_lines(prompt.wait())[-1] == "2"
    # Ctrl-C gives up an entry that waits for more.
    prompt.child.sendline("(1 +")
    prompt.child.expect(r"\.\.\.  ")
    prompt.child.sendintr()
    prompt.child.expect(r"\^C")
    prompt.wait()
    assert last_lines(prompt.say("1 + 1"))[-1] == "2"
    assert prompt.leave() == 0


def history(binary, home):
    first = Prompt(binary, home)
    first.wait()
    for line in ["111 + 1", "222 + 2", "222 + 2"]:
        first.say(line)
    first.child.sendline("(333 +")
    first.child.expect(r"\.\.\.  ")
    first.child.sendline("3)")
    first.wait()
    assert first.leave() == 0
    second = Prompt(binary, home)
    second.wait()
    # The entry of two lines is one entry, and equal neighbours are kept once.
    for pattern in [r"\(333 \+", r"222 \+ 2", r"111 \+ 1"]:
        second.child.send("\x1b[A")
        second.child.expect(pattern)
    second.child.sendcontrol("u")
    assert second.leave() == 0
    # Up recalls what begins as the line does.
    third = Prompt(binary, home)
    third.wait()
    third.child.send("11\x1b[A")
    third.child.expect(r"1 \+ 1")
    assert last_lines(third.say(""))[-1] == "112"
    assert third.leave() == 0
    path = os.path.join(home, "mfl", "history")
    with open(path, encoding="utf-8") as file:
        kept = file.read()
    assert kept.count("222 + 2") == 1, kept
    assert "(333 +\n3)" in kept, kept
    assert os.stat(path).st_mode & 0o077 == 0, "others may read the history"


def interrupt_line(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    prompt.child.send("half a line")
    prompt.child.expect("half a line")
    prompt.child.sendintr()
    prompt.child.expect(r"\^C")
    prompt.wait()
    assert last_lines(prompt.say("1 + 1"))[-1] == "2"
    # The line given up is not in the history.
    prompt.child.send("\x1b[A")
    prompt.child.expect(r"1 \+ 1")
    prompt.child.sendcontrol("u")
    assert prompt.leave() == 0


def interrupt_work(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    for _ in range(2):
        prompt.child.sendline("while true {}")
        time.sleep(0.3)
        started = time.monotonic()
        prompt.child.sendintr()
        shown = prompt.wait()
        assert time.monotonic() - started < 2, "it took too long to stop"
        assert "interrupt" in shown.lower(), shown
    assert last_lines(prompt.say("1 + 1"))[-1] == "2"
    assert prompt.leave() == 0


def pasted(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    # The text pasted has a prompt of its own, and an answer that is not code.
    prompt.child.send("\x1b[200~mfl> (1 +\n...  1)\nan answer\n\x1b[201~")
    prompt.child.expect("an answer")
    prompt.child.sendline("")
    prompt.child.expect(r"[\r\n]2\r\n")
    prompt.wait()
    assert prompt.leave() == 0


def commands(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    assert "zeros(" in prompt.say("?zeros")
    assert "Ctrl-R" in prompt.say(":help")
    assert "there is no command :nonsense" in prompt.say(":nonsense")
    assert re.search(r"\d (s|ms|µs)", prompt.say(":time 1 + 1"))
    prompt.say("width = 2.5")
    assert "width = 2.5" in prompt.say(":vars")
    prompt.say(":set digits 3")
    assert last_lines(prompt.say("2/3"))[-1] == "0.667"
    program = os.path.join(home, "lesson.mfl")
    with open(program, "w", encoding="utf-8") as file:
        file.write("1 + 1")
    assert last_lines(prompt.say(f":load {program}"))[-1] == "2"
    assert "there is no file" in prompt.say(":load none.mfl")
    prompt.child.sendline(":quit")
    prompt.child.expect(pexpect.EOF)
    prompt.child.close()
    assert prompt.child.exitstatus == 0


def nan(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    assert "nothing ran yet" in prompt.say(":nan")
    prompt.say("g(a) = log(a - 1)")
    assert last_lines(prompt.say("tanh [1, 2]"))[-1] == "[0.76159, 0.96403]"
    assert "no NaN or infinity" in prompt.say(":nan")
    prompt.say("y = g(0.8)")
    found = prompt.say(":nan")
    assert "log of -0.2 gave NaN" in found, found
    assert "g(a) = log(a - 1)" in found, found
    assert "y = nan" not in found, found
    assert last_lines(prompt.say("y"))[-1] == "nan"
    assert "was there before" in prompt.say(":nan")
    assert last_lines(prompt.say("exp(log 0)"))[-1] == "0"
    assert "without effect" in prompt.say(":nan")
    assert prompt.leave() == 0


def resized(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    prompt.child.setwinsize(30, 60)
    # The line is drawn anew, in the width there is now.
    prompt.wait()
    assert last_lines(prompt.say("1 + 1"))[-1] == "2"
    assert prompt.leave() == 0


CHECKS = [
    banner, values, letters, completion, continuation, history, interrupt_line, interrupt_work,
    pasted, commands, nan, resized,
]


def main():
    binary = sys.argv[1]
    failures = 0
    for check in CHECKS:
        with tempfile.TemporaryDirectory() as home:
            try:
                check(binary, home)
                print(f"holds  {check.__name__}")
            except Exception as error:
                failures += 1
                print(f"fails  {check.__name__}: {type(error).__name__} {error}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
