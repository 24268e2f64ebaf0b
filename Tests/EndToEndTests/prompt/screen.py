"""What a terminal shows for what is written to it: the few sequences readline and mfl use."""

import re
import unicodedata

SEQUENCE = re.compile(r"\x1b\[([?0-9;]*)([@-~])|\x1b([78=>cM])|\x1b\(.")


class Screen:
    """A screen of cells, each a character and its colour."""

    def __init__(self, rows=24, columns=80):
        self.rows, self.columns = rows, columns
        self.cells = [self._blank() for _ in range(rows)]
        self.row = self.column = 0
        self.color = ""
        # The cursor stays at the last column until the next character.
        self.wraps = False

    def _blank(self):
        return [(" ", "")] * self.columns

    def feed(self, text):
        position = 0
        while position < len(text):
            if text[position] == "\x1b":
                match = SEQUENCE.match(text, position)
                assert match, f"an unknown sequence: {text[position:position + 10]!r}"
                self._control(match)
                position = match.end()
                continue
            self._character(text[position])
            position += 1

    def _character(self, character):
        if character == "\r":
            self.column, self.wraps = 0, False
        elif character == "\n":
            self._down()
        elif character == "\b":
            self.column, self.wraps = max(self.column - 1, 0), False
        elif character in "\x07\x00":
            pass
        else:
            assert character >= " ", f"an unexpected control {character!r}"
            self._letter(character)

    def _letter(self, character):
        if unicodedata.combining(character):
            before = max(self.column - (0 if self.wraps else 1), 0)
            letter, color = self.cells[self.row][before]
            self.cells[self.row][before] = (letter + character, color)
            return
        width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if self.wraps or self.column + width > self.columns:
            self.column = 0
            self._down()
        self.cells[self.row][self.column] = (character, self.color)
        if width == 2:
            self.cells[self.row][self.column + 1] = ("", self.color)
        self.column += width
        if self.column == self.columns:
            self.column -= 1
            self.wraps = True

    def _down(self):
        self.wraps = False
        if self.row < self.rows - 1:
            self.row += 1
        else:
            self.cells = self.cells[1:] + [self._blank()]

    def _control(self, match):
        parameters, final = match.group(1) or "", match.group(2)
        if final is None or parameters.startswith("?"):
            return
        if final == "m":
            self.color = "" if parameters in ("", "0") else parameters
            return
        numbers = [int(number) if number else 0 for number in parameters.split(";")]
        count = max(numbers[0], 1)
        line = self.cells[self.row]
        self.wraps = False
        if final == "A":
            self.row = max(self.row - count, 0)
        elif final == "B":
            self.row = min(self.row + count, self.rows - 1)
        elif final == "C":
            self.column = min(self.column + count, self.columns - 1)
        elif final == "D":
            self.column = max(self.column - count, 0)
        elif final == "G":
            self.column = min(count, self.columns) - 1
        elif final == "H":
            second = max(numbers[1], 1) if len(numbers) > 1 else 1
            self.row, self.column = min(count, self.rows) - 1, min(second, self.columns) - 1
        elif final == "K":
            assert numbers[0] == 0
            line[self.column:] = [(" ", "")] * (self.columns - self.column)
        elif final == "J":
            start = self.row if numbers[0] == 0 else 0
            if numbers[0] == 0:
                line[self.column:] = [(" ", "")] * (self.columns - self.column)
                start += 1
            for row in range(start, self.rows):
                self.cells[row] = self._blank()
        elif final == "P":
            del line[self.column:self.column + count]
            line.extend([(" ", "")] * (self.columns - len(line)))
        elif final == "@":
            line[self.column:self.column] = [(" ", "")] * count
            del line[self.columns:]
        else:
            raise AssertionError(f"an unknown sequence: {match.group(0)!r}")

    @property
    def lines(self):
        """The text of the rows, without blanks at their ends."""
        return ["".join(character for character, _ in row).rstrip() for row in self.cells]

    @property
    def cursor(self):
        return self.row, self.column

    def color_of(self, text):
        """The colour of the last place where a text stands."""
        for row in reversed(range(self.rows)):
            column = self.lines[row].rfind(text)
            if column >= 0:
                return self.cells[row][column][1]
        raise AssertionError(f"{text!r} is not on the screen:\n" + "\n".join(self.lines))
