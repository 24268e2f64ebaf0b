"""What begins with `:` or `?`."""

import os
import re

import pexpect

from driver import Prompt, last_lines, read, write


def commands(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    assert "zeros(" in prompt.say("?zeros")
    assert "did you mean" in prompt.say("?zeroes")
    assert "Ctrl-R" in prompt.say(":help")
    assert "there is no command :nonsense" in prompt.say(":nonsense")
    assert "did you mean :load?" in prompt.say(":laod x.mfl")
    assert "no names are bound yet" in prompt.say(":vars")
    assert re.search(r"\d (s|ms|µs)", prompt.say(":time 1 + 1"))
    prompt.say("width = 2.5")
    assert "width = 2.5" in prompt.say(":vars")
    # The long page has prompts in its examples.
    prompt.child.sendline("??zeros")
    prompt.expect(r"zeros\(")
    prompt.child.sendline(":quit")
    prompt.child.expect(pexpect.EOF)
    prompt.child.close()
    assert prompt.child.exitstatus == 0


def kinds(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    assert prompt.answer("6 * 7") == "42"
    assert prompt.answer(":type [1, 2; 3, 4]") == "a 2×2 matrix"
    assert "ℝ² → ℝ⁸" in prompt.answer(":type affine(2, 8) |> tanh")
    assert prompt.answer(":type (u: 1, v: [1, 2])") == (
        "a tuple of 2 values: u: a number, v: a vector of 2 numbers")
    # Nothing of it is shown, bound or drawn at random, and ans is what it was.
    assert prompt.answer(":type { print 1; x = 5; x }") == "a number"
    assert "name.unknown" in prompt.say("x")
    assert prompt.answer("ans") == "42"
    assert "only an expression" in prompt.say(":type x = 5")
    assert "name.unknown" in prompt.say(":type nobody")
    assert "waits for" in prompt.say(":type (1 +")
    assert "needs an expression" in prompt.say(":type")
    prompt.say("a = random(R^2, 1)[0, 0]")
    assert prompt.leave() == 0
    again = Prompt(binary, home)
    again.wait()
    again.say(":type random(R^2, 100)")
    first = again.answer("random(R^2, 1)[0, 0]")
    assert again.leave() == 0
    third = Prompt(binary, home)
    third.wait()
    assert third.answer("random(R^2, 1)[0, 0]") == first
    assert third.leave() == 0


def settings(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    prompt.say(":set digits 3")
    assert prompt.answer("2/3") == "0.667"
    assert "digits may be 1 to 17" in prompt.say(":set digits 99")
    assert "did you mean :set digits?" in prompt.say(":set digit 5")
    prompt.say(":set width 30")
    assert max(len(line) for line in prompt.say("1.0 .* (0..<20)").split("\n")) <= 30
    shown = prompt.say(":set")
    assert "digits 3" in shown and "width 30" in shown and "color auto" in shown, shown
    assert prompt.leave() == 0


def loading(binary, home):
    lesson, part = os.path.join(home, "lesson.mfl"), os.path.join(home, "part.mfl")
    prompt = Prompt(binary, home, cwd=home)
    prompt.wait()
    assert "no file was loaded yet" in prompt.say(":reload")
    write(part, "half = 0.5")
    write(lesson, "import \"part.mfl\"\nx = 2\nx * half")
    # A file is a program: its bindings show nothing.
    shown = prompt.say(":load lesson.mfl")
    assert "1" in shown and "x = 2" not in shown, shown
    # What a file imports is read again as well.
    write(part, "half = 5")
    reloaded = last_lines(prompt.say(":reload"))
    assert reloaded[-2:] == ["10", "bound half, x"], reloaded
    assert "there is no file" in prompt.say(":load none.mfl")
    assert "needs the name of a file" in prompt.say(":load")
    write(lesson, "y = 1\ny + [1, 2]\n")
    assert "lesson.mfl:2:" in prompt.say(":reload")
    assert prompt.answer("y") == "1"
    assert prompt.answer(f":load \"~/{'x'}.mfl\"") != ""
    assert prompt.leave() == 0
    # A program that ran before the prompt can be run again.
    write(lesson, "6 * 7")
    after = Prompt(binary, home, "-i", lesson, cwd=home)
    after.wait()
    assert after.answer(":reload") == "42"
    assert after.leave() == 0


def saving(binary, home):
    prompt = Prompt(binary, home, cwd=home)
    prompt.wait()
    assert "nothing to save" in prompt.say(":save all.mfl")
    prompt.child.sendline("## Documentation waits for a definition.")
    prompt.expect(r"\.\.\.  ")
    prompt.say("x = 5")
    prompt.say("|> (x -> x + 1)")
    prompt.say("ans * 2")
    prompt.say("y = 1; z = nobody")
    prompt.say("good = 7; bad = [1] + [1, 2]; never = 1")
    prompt.say("rnk good")
    prompt.child.sendline("matrix = [1, 2;")
    prompt.expect(r"\.\.\.  ")
    prompt.say("3, 4]")
    prompt.say(":time w = 8")
    assert "wrote" in prompt.say(":save all.mfl")
    text = read(os.path.join(home, "all.mfl"))
    assert text == (
        "## Documentation waits for a definition.\nx = 5\nx\nans |> (x -> x + 1)\nans * 2\n"
        "good = 7;\nmatrix = [1, 2;\n3, 4]\nw = 8\n"), text
    shown, status = pexpect.run(
        f"{binary} --color never all.mfl", cwd=home, encoding="utf-8", withexitstatus=True)
    assert status == 0 and shown.split() == ["5", "6", "12"], shown
    # Its own file is written again; another one is not, unless that is said.
    prompt.say("more = 9")
    assert "wrote" in prompt.say(":save all.mfl")
    write(os.path.join(home, "precious.mfl"), "1")
    assert "is there already" in prompt.say(":save precious.mfl")
    assert read(os.path.join(home, "precious.mfl")) == "1"
    assert "wrote" in prompt.say(":save! precious.mfl")
    # A relative path is one of the working directory, and the whole of it is told.
    said = prompt.say(":save ./here.mfl")
    path = os.path.join(os.path.realpath(home), "here.mfl")
    assert path in "".join(said.split()), said
    assert os.path.exists(path)
    assert "more = 9" in read(os.path.join(home, "precious.mfl"))
    assert "error" in prompt.say(":save nowhere/x.mfl")
    assert prompt.leave() == 0


def walled(binary, home):
    prompt = Prompt(binary, home, "--sandbox", cwd=home)
    prompt.wait()
    write(os.path.join(home, "lesson.mfl"), "6 * 7")
    prompt.say("x = 1")
    assert "file.forbidden" in prompt.say(":load lesson.mfl")
    assert "--sandbox" in prompt.say(":why")
    assert "no files may be written" in prompt.say(":save other.mfl")
    assert "to save the conversation" in prompt.say(":why")
    assert not os.path.exists(os.path.join(home, "other.mfl"))
    assert prompt.leave() == 0


def walled_folder(binary, home):
    """In a sandbox what may be imported may be loaded, and nothing else."""
    write(os.path.join(home, "work", "lesson.mfl"), "6 * 7")
    write(os.path.join(home, "work", "lib.mfl"), "area(r) = pi * r^2; half = 0.5")
    write(os.path.join(home, "outside.mfl"), "1")
    prompt = Prompt(binary, home, "--sandbox", "-i", "work/lesson.mfl", cwd=home)
    prompt.wait()
    assert prompt.answer(":reload") == "42"
    assert prompt.answer(":load lib.mfl") == "bound area, half"
    assert prompt.answer(":reload") == "bound area, half"
    assert prompt.answer("half") == "0.5"
    assert "file.outside" in prompt.say(":load ../outside.mfl")
    assert "Put the file beside" in prompt.say(":why")
    assert "prompt.files" in prompt.say(":save x.mfl")
    assert prompt.leave() == 0


def help_as_elsewhere(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    assert "rank(" in prompt.say("rank?")
    assert "run a file here" in prompt.say(":help load")
    assert "run a file here" in prompt.say("?:load")
    assert "solve" in prompt.say("apropos least squares")
    prompt.say("help_me = 3")
    assert prompt.answer("help_me") == "3"
    for line in ("?is linear", "?f is linear", "?f is not linear at x0"):
        assert "It keeps sums and multiples" in prompt.say(line), line
    assert prompt.leave() == 0


def why(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    assert "nothing went wrong yet" in prompt.say(":why")
    prompt.say("left(n) = if n == 0 then [1] + [1, 2] else right(n - 1); right(n) = left(n)")
    assert "more calls" in prompt.say("left 15")
    shown = prompt.say(":why")
    assert "shape.mismatch" in shown and "more calls" not in shown, shown
    assert shown.count(", called at") == 31, shown
    assert "instead of" in shown, shown
    assert prompt.leave() == 0


def nan(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    assert "nothing ran yet" in prompt.say(":nan")
    prompt.say("g(a) = log(a - 1)")
    assert prompt.answer("tanh [1, 2]") == "[0.76159, 0.96403]"
    assert "no NaN or infinity" in prompt.say(":nan")
    prompt.say("y = g(0.8)")
    found = prompt.say(":nan")
    assert "log of -0.2 gave NaN" in found, found
    assert "g(a) = log(a - 1)" in found, found
    assert "y = nan" not in found, found
    assert prompt.answer("y") == "nan"
    assert "was there before" in prompt.say(":nan")
    assert prompt.answer("exp(log 0)") == "0"
    assert "without effect" in prompt.say(":nan")
    assert prompt.leave() == 0


CHECKS = [
    commands, kinds, settings, loading, saving, walled, walled_folder, help_as_elsewhere, why,
    nan,
]
