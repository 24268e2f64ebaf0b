"""What is recalled, kept and shared."""

import os
import time

from driver import DOWN, MORE, UP, Prompt, Watched, read, write


def kept(home):
    return os.path.join(home, "mfl", "history")


def recalled(binary, home):
    first = Prompt(binary, home)
    first.wait()
    for line in ["111 + 1", "222 + 2", "222 + 2"]:
        first.say(line)
    first.child.sendline("(333 +")
    first.expect(MORE)
    first.child.sendline("3)")
    first.wait()
    assert first.leave() == 0
    second = Prompt(binary, home)
    second.wait()
    # The entry of two lines is one entry, and equal neighbours are kept once.
    for pattern in [r"\(333 \+", r"222 \+ 2", r"111 \+ 1"]:
        second.press(UP)
        second.expect(pattern)
    second.rub_out()
    assert second.leave() == 0
    # Up recalls what begins as the line does, Down goes back.
    third = Watched(binary, home)
    third.see("mfl>")
    third.press("2" + UP)
    third.see("mfl> 222 + 2")
    third.press(DOWN + "\x15" + "11" + UP + "\r")
    third.see("112")
    # Ctrl-R finds what is anywhere in an entry.
    third.press("\x122 + 2\r")
    third.see("224")
    text = read(kept(home))
    assert text.count("222 + 2") == 2, text
    assert "(333 +\n3)" in text, text
    assert os.stat(kept(home)).st_mode & 0o077 == 0, "others may read the history"


def shared(binary, home):
    """Two conversations at once: nothing of either is lost."""
    one, other = Prompt(binary, home), Prompt(binary, home)
    one.wait()
    other.wait()
    for number in range(20):
        one.child.sendline(f"1000 + {number}")
        other.child.sendline(f"2000 + {number}")
    for _ in range(20):
        one.wait()
        other.wait()
    assert one.leave() == 0 and other.leave() == 0
    lines = read(kept(home)).split("\n")
    for number in range(20):
        assert lines.count(f"1000 + {number}") == 1, lines
        assert lines.count(f"2000 + {number}") == 1, lines
    # Each has its own in the order in which they were typed.
    mine = [line for line in lines if line.startswith("1000")]
    assert mine == [f"1000 + {number}" for number in range(20)]
    assert all(line.startswith("#") for line in lines[:-1:2]), lines


def cut(binary, home):
    """A file grown too long is cut when a conversation starts; another one goes on with it."""
    write(kept(home), "".join(f"#{number}\n0 * {number}\n" for number in range(100)))
    running = Prompt(binary, home)
    running.wait()
    running.say("10 + 1")
    with open(kept(home), "a", encoding="utf-8") as file:
        file.write("".join(f"#{number}\n1 * {number}\n" for number in range(20_000)))
    cutting = Prompt(binary, home)
    cutting.wait()
    assert len(read(kept(home)).split("\n")) == 20_001
    running.say("10 + 2")
    cutting.say("10 + 3")
    entries = read(kept(home)).split("\n")[1::2]
    assert entries[-3:] == ["1 * 19999", "10 + 2", "10 + 3"], entries[-3:]
    assert entries[0] == "1 * 10000"
    assert os.listdir(os.path.dirname(kept(home))) == ["history"]
    assert running.leave() == 0 and cutting.leave() == 0


def quick(binary, home):
    """Ten thousand entries hold no key up."""
    write(kept(home), "".join(f"#{number}\n{number} + 1\n" for number in range(10_000)))
    prompt = Prompt(binary, home)
    prompt.wait()
    prompt.child.delaybeforesend = 0
    started = time.monotonic()
    for _ in range(100):
        prompt.press("x")
        prompt.expect("x")
    each = (time.monotonic() - started) / 100
    assert each < 0.02, f"a key took {each * 1000:.1f} ms"
    prompt.rub_out()
    # The first entry that begins so is the oldest.
    prompt.press("0 +")
    prompt.expect(r"0 \+")
    started = time.monotonic()
    prompt.press(UP)
    prompt.expect(" 1")
    assert time.monotonic() - started < 0.1
    prompt.press("\x05")
    prompt.rub_out()
    assert prompt.leave() == 0


def strange_files(binary, home):
    # Lines of another program, bytes that are no text, half an entry at the end.
    os.makedirs(os.path.dirname(kept(home)))
    with open(kept(home), "wb") as file:
        file.write(b"1 + 1\n\xff\xfe\n\0\n#5\n\n\n#6\n6 + 6")
    prompt = Prompt(binary, home)
    prompt.wait()
    prompt.press(UP)
    prompt.expect(r"6 \+ 6")
    prompt.rub_out()
    assert prompt.answer("7 + 7") == "14"
    assert prompt.leave() == 0
    with open(kept(home), "rb") as file:
        assert b"\n6 + 6\n#" in file.read()
    # No file can be made there: the prompt says so once, and works.
    os.remove(kept(home))
    os.mkdir(kept(home))
    without = Prompt(binary, home)
    assert "is not kept" in without.wait()
    assert without.answer("1 + 1") == "2"
    without.press(UP)
    without.expect(r"1 \+ 1")
    without.rub_out()
    assert without.leave() == 0


CHECKS = [recalled, shared, cut, quick, strange_files]
