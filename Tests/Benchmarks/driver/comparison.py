"""Whether two sides computed the same."""

import os

import numpy

# Of the greatest difference to the greatest magnitude the peer found in the same array.
TOLERANCE = 1e-10


def differences(folder, peer):
    """For each array both sides wrote, max |mfl - peer| / max |peer| (0 where both are 0)."""
    found = {}
    for name in sorted(os.listdir(os.path.join(folder, peer))):
        theirs = numpy.load(os.path.join(folder, peer, name)).ravel()
        ours = numpy.load(os.path.join(folder, "mfl", name)).ravel()
        if ours.shape != theirs.shape:
            found[name] = float("inf")
            continue
        scale = numpy.abs(theirs).max() or 1
        difference = float(numpy.abs(ours - theirs).max() / scale)
        # NaN must not pass for agreement.
        found[name] = difference if difference == difference else float("inf")
    return found


def disagreements(folder, peer):
    """What differs by more than the tolerance; ranks must be equal."""
    return [
        f"{os.path.splitext(name)[0]} by {difference:.1e}"
        for name, difference in differences(folder, peer).items()
        if difference > (0 if name == "rank.npy" else TOLERANCE)]
