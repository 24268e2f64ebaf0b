"""A worker: `python -m peers MODULE PEER OPTIONS` obeys its standard input, as `Benchmark` does.

    prepare FOLDER      reads FOLDER/inputs/*.npy, writes FOLDER/PEER/*.npy, answers "ready LABEL"
    measure SECONDS     answers the median seconds of one piece of work
"""

import importlib
import json
import os
import sys

import numpy


def main():
    """Answers one line for every line read."""
    module_name, peer, options = sys.argv[1], sys.argv[2], json.loads(sys.argv[3])
    module = importlib.import_module(f"peers.{module_name}")
    # What libraries print must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)
    work = None
    for line in sys.stdin:
        command, _, argument = line.strip().partition(" ")
        if command == "prepare":
            work = prepare(module, peer, options, argument)
            print("ready", work.label, file=answers)
        elif command == "measure":
            print(repr(work.median(float(argument))), file=answers)


def prepare(module, peer, options, folder):
    """The peer's work, its results written."""
    source, target = os.path.join(folder, "inputs"), os.path.join(folder, peer)
    arrays = {
        os.path.splitext(name)[0]: numpy.load(os.path.join(source, name))
        for name in os.listdir(source)}
    work = module.PEERS[peer](arrays, options)
    os.makedirs(target, exist_ok=True)
    for name, array in work.results.items():
        numpy.save(os.path.join(target, name + ".npy"), numpy.asarray(array, dtype=float))
    return work


main()
