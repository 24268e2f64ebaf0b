"""The table."""

COLUMNS = ("row", "peer", "peer median", "mfl median", "peer/mfl", "range", "goal", "")


# The least amount that is written with each unit.
UNITS = {
    "s": [(1, "s"), (1e-3, "ms"), (1e-6, "µs"), (1e-9, "ns")],
    "B": [(1e9, "GB"), (1e6, "MB"), (1e3, "kB")],
}


def amount(value, unit):
    """A number of seconds or bytes with three digits and a prefix."""
    if value is None:
        return "-"
    scale, name = next((entry for entry in UNITS[unit] if value >= entry[0]), UNITS[unit][-1])
    return f"{value / scale:.3g} {name}"


def cells(line):
    """The texts of one line."""
    peer = f"{line.peer} ({line.label})" if line.label else line.peer
    span = f"{line.ratios[0]:.2f}-{line.ratios[-1]:.2f}" if line.ratios else ""
    return (
        line.row.name, peer, amount(line.theirs, line.row.unit), amount(line.ours, line.row.unit),
        f"{line.ratio:.2f}" if line.ratio else "-", span, str(line.goal) if line.goal else "",
        line.verdict)


def table(lines):
    """All lines, in columns."""
    rows = [COLUMNS, *map(cells, lines)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    numbers = {2, 3, 4}
    texts = []
    for row in rows:
        texts.append("  ".join(
            cell.rjust(width) if column in numbers else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(row, widths))).rstrip())
    texts.insert(1, "-" * max(map(len, texts)))
    return "\n".join(texts)


def summary(facts):
    """The facts, one per line."""
    width = max(map(len, facts))
    return "\n".join(f"{name.ljust(width)}  {value}" for name, value in facts.items())
