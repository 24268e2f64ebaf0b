"""Tab."""

import os

from driver import MORE, Prompt, Watched, write


def names(binary, home):
    prompt = Prompt(binary, home)
    prompt.wait()
    # A name of the vocabulary, and one bound here.
    prompt.press("linsp\t")
    prompt.expect("linspace")
    prompt.rub_out()
    prompt.say("petal_length = 1")
    prompt.say("petal_width = 2")
    prompt.press("petal_w\t")
    prompt.expect("petal_width")
    prompt.rub_out()
    # What the candidates share is written, and they are listed.
    prompt.press("pet\t")
    prompt.expect("petal_length +petal_width")
    prompt.rub_out()
    # Candidates in the middle of a line replace only their word.
    prompt.press("count([petal_w\t")
    prompt.expect(r"count\(\[petal_width")
    prompt.press("])")
    assert prompt.answer("") == "1"
    assert prompt.answer("1 + 1") == "2"
    assert prompt.leave() == 0


def in_the_middle(binary, home):
    prompt = Watched(binary, home)
    prompt.see("mfl>")
    prompt.press("petal_width = 3\r")
    prompt.see("petal_width = 3")
    # Whatever letters stand before the word, several bytes long ones among them.
    prompt.press("f = g ∘ petal_w + 1\x1b[D\x1b[D\x1b[D\x1b[D\t")
    prompt.see("mfl> f = g ∘ petal_width + 1")
    prompt.press("\x05\x15\"petal_w {petal_w}\"\x1b[D\x1b[D\t\r")
    prompt.see("petal_w 3")


def fields_and_arguments(binary, home):
    prompt = Watched(binary, home)
    prompt.see("mfl>")
    prompt.press("net = affine(2, 3); net.para\t\x15")
    prompt.press("net = affine(2, 3);\r")
    prompt.settle()
    prompt.press("net.codo\t\r")
    prompt.see("ℝ³")
    prompt.press("sum([1, 2; 3, 4], ax\t0)\r")
    prompt.see("[4, 6]")
    # The call goes on in the next line.
    prompt.press("sum([1, 2; 3, 5],\r")
    prompt.see("...")
    prompt.press("  ax\t0)\r")
    prompt.see("[4, 7]")
    # On an empty line of an entry that goes on it indents.
    prompt.press("sum([1, 2,\r")
    prompt.settle()
    prompt.press("\t3])\r")
    prompt.see("...    3])")
    # Nothing typed yet: the arguments, and not the whole vocabulary.
    prompt.press("sum([1], \t")
    prompt.see("axis: ")
    prompt.press("\x15net is inj\t\r")
    prompt.see("injective")


def symbols(binary, home):
    prompt = Watched(binary, home)
    prompt.see("mfl>")
    prompt.press("\\alpha\t = 6 * 7\r")
    prompt.see("α = 42")
    prompt.press("x\\_1\t = \\alpha\t + 1; x\\_1\t\r")
    prompt.see("43")
    prompt.press("\\var\t")
    screen = prompt.see("\\varphi φ")
    assert screen.lines[screen.row] == "mfl> \\var"


def files(binary, home):
    for name in ("points.csv", "pointless words.csv", ".hidden.csv", "lessons/first.mfl"):
        write(os.path.join(home, "work", name), "1 + 1\n")
    prompt = Watched(binary, home, cwd=os.path.join(home, "work"))
    prompt.see("mfl>")
    prompt.press("read \"poi\t")
    screen = prompt.see("pointless words.csv  points.csv")
    assert screen.lines[screen.row] == "mfl> read \"point"
    prompt.press("l\t")
    prompt.see("read \"pointless words.csv\"")
    prompt.press("\x15import \"les\t\t")
    prompt.see("import \"lessons/first.mfl\"")
    prompt.press("\x15:load les\t\t\r")
    prompt.see("2")
    assert ".hidden" not in "".join(prompt.screen.lines)


def of_commands(binary, home):
    prompt = Watched(binary, home)
    prompt.see("mfl>")
    prompt.press(":ti\t1 + 1\r")
    prompt.see("mfl> :time 1 + 1")
    prompt.press(":set col\tnev\t\r?linsp\t\r")
    prompt.see("mfl> :set color never")
    prompt.see("mfl> ?linspace")
    prompt.press(":re\t")
    prompt.see(":reload")


def long_lists(binary, home):
    prompt = Watched(binary, home)
    prompt.see("mfl>")
    # Everything there is would be too much without asking; any key but y means no.
    prompt.press("\t")
    prompt.see("(y or n)")
    prompt.press("n")
    prompt.settle()
    prompt.press("1 + 1\r")
    prompt.see("2")
    prompt.press("\t")
    prompt.settle()
    prompt.child.sendintr()
    prompt.settle()
    prompt.press("2 + 3\r")
    prompt.see("5")
    prompt.press("\t")
    prompt.settle()
    prompt.press("y")
    prompt.see("zeros")


CHECKS = [names, in_the_middle, fields_and_arguments, symbols, files, of_commands, long_lists]
