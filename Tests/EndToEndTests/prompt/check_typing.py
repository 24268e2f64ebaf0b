"""Lines and keys: what is typed, pasted, interrupted and stopped."""

import os
import re
import signal
import time

import pexpect

from driver import LEFT, MORE, UP, Prompt, Watched, last_lines, write


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
    assert prompt.answer("1 + 1") == "2"
    assert prompt.leave() == 0


def letters(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    prompt.say("α = 40")
    # Rubbing out takes a whole letter, however many bytes it has.
    assert prompt.answer("αβ\x7f + 2") == "42"
    assert prompt.leave() == 0


def continuation(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    prompt.child.sendline("(1 +")
    prompt.expect(MORE)
    prompt.child.sendline("1)")
    assert last_lines(prompt.wait())[-1] == "2"
    # Up recalls both lines as one entry.
    prompt.press(UP)
    prompt.expect(r"\(1 \+")
    prompt.child.sendline("")
    assert last_lines(prompt.wait())[-1] == "2"
    # Ctrl-C gives up an entry that waits for more.
    prompt.child.sendline("(1 +")
    prompt.expect(MORE)
    prompt.child.sendintr()
    prompt.expect(r"\^C")
    prompt.wait()
    assert prompt.answer("1 + 1") == "2"
    # So does Ctrl-D, and says that this is all.
    prompt.child.sendline("(1 +")
    prompt.expect(MORE)
    prompt.child.sendeof()
    assert "nothing else is lost" in prompt.wait()
    assert prompt.answer("ans + 1") == "3"
    assert prompt.leave() == 0


def interrupt_line(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    prompt.press("half a line")
    prompt.expect("half a line")
    prompt.child.sendintr()
    prompt.expect(r"\^C")
    prompt.wait()
    assert prompt.answer("1 + 1") == "2"
    # The line given up is not in the history.
    prompt.press(UP)
    prompt.expect(r"1 \+ 1")
    prompt.rub_out()
    assert prompt.leave() == 0


def interrupt_in_the_middle(binary, home):
    prompt = Watched(binary, home, size=(12, 40))
    prompt.see("mfl>")
    # The line takes two rows, and the cursor stands in the first.
    prompt.press("1 + " * 15 + LEFT * 50)
    prompt.settle()
    prompt.child.sendintr()
    lines = [line for line in prompt.settle().lines if line]
    assert lines[-1] == "mfl>" and lines[-2].endswith("^C"), lines
    prompt.press("1 + 2\r")
    prompt.settle()
    # A search is given up as well, and the line it was at.
    prompt.press("\x12 +")
    prompt.see("i-search")
    prompt.child.sendintr()
    assert prompt.settle().lines[prompt.screen.row - 1] == "mfl> 1 + 2^C", prompt.screen.lines
    prompt.press("3 + 4\r")
    prompt.see("7")


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
    assert prompt.answer("1 + 1") == "2"
    assert prompt.leave() == 0


def pasted(binary, home):
    prompt = Watched(binary, home)
    prompt.see("mfl>")
    # The text pasted has a prompt of its own, and an answer that is not code.
    prompt.press("\x1b[200~mfl> (1 +\n...  41)\nan answer\nmfl> :set digits 3\nmfl> 2/3\n\x1b[201~")
    screen = prompt.see("41)")
    assert not any("an answer" in line or "...  41" in line for line in screen.lines)
    prompt.press("\r")
    screen = prompt.see("0.667")
    assert "42" in screen.lines, screen.lines
    # A paste without a prompt stays, and what is typed goes on behind it.
    prompt.press("\x1b[200~[1,\n2,\n\x1b[201~3]\r")
    prompt.see("[1, 2, 3]")


def resized(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    prompt.child.setwinsize(30, 60)
    # The line is drawn anew, in the width there is now.
    prompt.wait()
    assert prompt.answer("1 + 1") == "2"
    # A size that changes while something runs counts for the next line.
    prompt.child.sendline("while true {}")
    time.sleep(0.3)
    prompt.child.setwinsize(30, 40)
    time.sleep(0.1)
    prompt.child.sendintr()
    prompt.wait()
    shown = prompt.say(":set")
    assert "the terminal has 40" in shown, shown
    assert prompt.leave() == 0


def resized_line(binary, home):
    for variables in ({}, {"NO_COLOR": None}):
        prompt = Watched(binary, home, size=(10, 40), **variables)
        prompt.see("mfl>")
        prompt.press("x = [1, 2, 3, 4, 5, 6]")
        prompt.see("5, 6]")
        prompt.child.setwinsize(10, 20)
        prompt.settle()
        prompt.child.setwinsize(10, 40)
        prompt.settle()
        prompt.press("; x[5] + 100\r")
        prompt.see("106")


def stopped(binary, home):
    # A shell with jobs: Ctrl-Z gives the terminal back to it, and `fg` goes on with the line.
    shell = Watched("/bin/bash", home, "--norc", "-i", PS1="shell> ")
    shell.see("shell>")
    shell.press(f"{binary} --quiet\r")
    shell.see("mfl>")
    shell.press("40 +")
    shell.see("40 +")
    shell.press("\x1a")
    shell.see("Stopped")
    shell.press("echo 1$((1+1))3\r")
    shell.see("123")
    shell.press("fg\r")
    shell.settle()
    shell.press(" 2\r")
    shell.see("42")
    # What runs is stopped at once, too.
    shell.press("while true {}\r")
    shell.settle()
    shell.press("\x1a")
    shell.settle()
    shell.press("echo 4$((2+3))6\r")
    shell.see("456")
    shell.press("fg\r")
    shell.settle()
    shell.press("\x03")
    shell.see("interrupted")
    shell.press("7 * 11\r")
    shell.see("77")


def continued(binary, home):
    prompt = Watched(binary, home)
    prompt.see("mfl>")
    prompt.press("40 +")
    prompt.settle()
    os.kill(prompt.child.pid, signal.SIGSTOP)
    time.sleep(0.1)
    os.kill(prompt.child.pid, signal.SIGCONT)
    prompt.settle()
    prompt.press(" 2\r")
    prompt.see("42")
    assert sum("mfl> 40 + 2" in line for line in prompt.screen.lines) == 1, prompt.screen.lines


def ended(binary, home):
    """Whoever ends the process finds the terminal as it was."""
    prompt = Prompt(binary, home)
    prompt.wait()
    prompt.press("half a line")
    prompt.expect("half a line")
    os.kill(prompt.child.pid, signal.SIGTERM)
    prompt.child.expect(pexpect.EOF)
    assert "\x1b[?2004l" in prompt.child.before, prompt.child.before
    prompt.child.close()
    assert prompt.child.signalstatus == signal.SIGTERM


def ended_after_interrupt(binary, home):
    """What ends the process does so though Ctrl-C came first."""
    prompt = Prompt(binary, home)
    prompt.wait()
    os.kill(prompt.child.pid, signal.SIGINT)
    os.kill(prompt.child.pid, signal.SIGTERM)
    prompt.child.expect(pexpect.EOF)
    prompt.child.close()
    assert prompt.child.signalstatus == signal.SIGTERM


def interrupted_paste(binary, home):
    """Ctrl-C in something pasted ends all of it."""
    prompt = Prompt(binary, home)
    prompt.wait()
    prompt.press("\x1b[200~while true { }\n:vars\nz = 77\x1b[201~\r")
    time.sleep(0.5)
    prompt.child.sendintr()
    prompt.wait()
    assert "nothing is called z" in prompt.say("z")
    assert prompt.leave() == 0


def own_keys(binary, home):
    keys = os.path.join(home, "inputrc")
    write(keys, '"\\C-o": "6 * 7"\nset editing-mode emacs\n')
    prompt = Prompt(binary, home, INPUTRC=keys)
    prompt.wait()
    prompt.child.sendcontrol("o")
    assert prompt.answer("") == "42"
    assert prompt.leave() == 0


def plain_terminal(binary, home):
    prompt = Prompt(binary, home, TERM="dumb", NO_COLOR=None)
    prompt.wait()
    prompt.child.sendline("1 + 1")
    prompt.child.expect("mfl> ")
    assert "\x1b" not in prompt.child.before
    assert last_lines(prompt.child.before)[-1] == "2"
    prompt.child.sendintr()
    prompt.wait()
    assert prompt.leave() == 0


def start_file(binary, home):
    start = os.path.join(home, "mfl", "init.mfl")
    write(start, "## Doubles.\ntwice(x) = 2 * x\nhalf = 0.5")
    prompt = Prompt(binary, home)
    assert "twice" not in prompt.wait()
    assert prompt.answer("twice 21") == "42"
    assert prompt.leave() == 0
    without = Prompt(binary, home, "--no-init")
    without.wait()
    assert "name.unknown" in without.say("twice 21")
    assert without.leave() == 0
    # A program finds nothing of it.
    shown = pexpect.run(
        f"{binary} -e 'twice 21'", env=dict(os.environ, XDG_CONFIG_HOME=home), encoding="utf-8")
    assert "name.unknown" in shown, shown
    # A mistake in it is told with its place, and what came before it stays.
    write(start, "half = 0.5\nrank [1, 2\n]]\n")
    broken = Prompt(binary, home)
    assert re.search(r"init\.mfl:3:", broken.wait())
    assert broken.answer("1 + 1") == "2"
    assert broken.leave() == 0
    write(start, "half = 0.5\nhalf + [1, 2]\n")
    failing = Prompt(binary, home)
    assert re.search(r"init\.mfl:2:", failing.wait())
    assert failing.answer("half") == "0.5"
    assert failing.leave() == 0
    # A folder in its place is told of as well.
    os.remove(start)
    os.mkdir(start)
    folder = Prompt(binary, home)
    assert "folder" in folder.wait()
    assert folder.leave() == 0


CHECKS = [
    banner, values, letters, continuation, interrupt_line, interrupt_in_the_middle,
    interrupt_work, pasted, resized, resized_line, stopped, continued, ended,
    ended_after_interrupt, interrupted_paste, own_keys, plain_terminal, start_file,
]
