"""Colours, and that they change nothing but colours."""

import random

from driver import DOWN, LEFT, RIGHT, UP, Watched

COLORED = {"NO_COLOR": None}


def painted(binary, home):
    prompt = Watched(binary, home, **COLORED)
    prompt.see("mfl>")
    prompt.press('total = sum([1, 2.5]) if true # "no"')
    screen = prompt.see('"no"')
    colors = [screen.color_of(text) for text in ("sum", "2.5", "if", '# "no"', "mfl>")]
    assert all(colors) and len(set(colors)) == 5, colors
    assert screen.color_of("total") == "", colors
    # Only the line is painted.
    assert all(color == "" for _, color in screen.cells[0]), screen.lines[0]


def partners(binary, home):
    prompt = Watched(binary, home, **COLORED)
    prompt.see("mfl>")
    prompt.press("f([1], 2)")
    screen = prompt.see("f([1], 2)")
    assert screen.color_of(")") == screen.color_of("([") != ""
    assert screen.color_of("[") == ""
    # In the line that was accepted nothing stands out.
    prompt.press("\x15[1, 2]")
    assert prompt.see("[1, 2]").color_of("[1") != ""
    prompt.press("\r")
    screen = prompt.see("mfl> [1, 2]")
    row = next(row for row in range(24) if screen.lines[row] == "mfl> [1, 2]")
    assert screen.cells[row][5][1] == "" and screen.cells[row][10][1] == ""
    assert screen.lines[row + 1] == "[1, 2]" and screen.lines[row + 2] == "mfl>"


def without(binary, home):
    for arguments, variables in [
        ((), {"NO_COLOR": "1"}), (("--color", "never"), COLORED), ((), {**COLORED, "TERM": "dumb"}),
    ]:
        prompt = Watched(binary, home, *arguments, **variables)
        prompt.see("mfl>")
        prompt.press("rank([1, 2; 3, 4]) # x\r1 +\rnobody\r")
        screen = prompt.see("name.unknown")
        assert all(color == "" for row in screen.cells for _, color in row)


def switched(binary, home):
    prompt = Watched(binary, home, **COLORED)
    prompt.see("mfl>")
    prompt.press(":set color never\r")
    prompt.settle()
    prompt.press("rank [1]")
    assert prompt.see("rank [1]").color_of("rank") == ""
    prompt.press("\x15:set color auto\r")
    prompt.settle()
    prompt.press("rank [2]")
    assert prompt.see("rank [2]").color_of("rank") != ""


def results(binary, home):
    prompt = Watched(binary, home, **COLORED)
    prompt.see("mfl>")
    prompt.press("x = [20 + 3, 5]\r")
    screen = prompt.see("x = [23, 5]")
    assert screen.color_of("23") == screen.color_of("5]") != "", screen.lines
    assert screen.color_of("x = [23") == "", screen.lines
    prompt.press("identity(R^2) is linear\r")
    assert prompt.see("proved").color_of("yes") != ""
    prompt.press(":set color never\r40 + 7\r")
    assert prompt.see("47").color_of("47") == ""
    prompt.press(":set color auto\r50 + 8\r:vars\r")
    assert prompt.see("58").color_of("58") != ""


def tall(binary, home):
    """Nothing scrolls away beyond the height of the terminal."""
    prompt = Watched(binary, home, size=(14, 60))
    prompt.see("mfl>")
    prompt.press("reshape(1.0 .* (0..<300), 100, 3)\r")
    screen = prompt.see("298")
    assert any(line.startswith("[") for line in screen.lines), screen.lines
    assert any("…" in line for line in screen.lines), screen.lines


KEYS = [
    "a", "(", ")", "[", "]", '"', "{", "}", " ", "1", "+", "rank ", "# ", "λ", "∘", "漢", "é",
    "e\u0301", LEFT, LEFT, RIGHT, "\x01", "\x05", "\x7f", "\x0b", "\x15", "\x19", "\x14", UP, DOWN,
    "\x1bb", "\x1bf", "\x1f", "\x12ra\x07", "\x12nk\x1b", "\x16\x01", "x" * 15, "\x0c",
    "\x1b[200~[1,\n 2]\x1b[201~", "lin\t", "\x1b4x",
]


def same_screen(binary, home):
    """Whatever is typed, the screen shows the same characters with colours as without."""
    generator = random.Random(7)
    size = (16, 40)
    for _ in range(4):
        plain = Watched(binary, home, size=size)
        colored = Watched(binary, home, size=size, **COLORED)
        plain.see("mfl>")
        colored.see("mfl>")
        typed = []
        for _ in range(25):
            keys = "".join(generator.choice(KEYS) for _ in range(generator.randint(1, 4)))
            typed.append(keys)
            for prompt in (plain, colored):
                prompt.press(keys)
            plain.settle(0.05), colored.settle(0.05)
            if (plain.screen.lines, plain.screen.cursor) != (
                    colored.screen.lines, colored.screen.cursor):
                plain.settle(0.5), colored.settle(0.5)
            assert plain.screen.lines == colored.screen.lines, (
                f"{typed}\n" + "\n".join(plain.screen.lines) + "\n---\n"
                + "\n".join(colored.screen.lines))
            assert plain.screen.cursor == colored.screen.cursor, typed
        plain.child.close(force=True)
        colored.child.close(force=True)


CHECKS = [painted, partners, without, switched, results, tall, same_screen]
