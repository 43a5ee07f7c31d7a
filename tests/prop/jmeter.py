"""Every label and field of `-f jmeter` against the statistics.json that JMeter made of the same run.

    jmeter.py OURS.json JMETER.json
"""
import json
import math
import sys

ABSENT = object()


def equal(field, ours, theirs):
    if isinstance(theirs, str):
        return ours == theirs
    if isinstance(theirs, str) or theirs is None:
        return ours == theirs
    if isinstance(ours, str) or ours is None:
        return False
    if math.isnan(theirs) or math.isinf(theirs):
        return not math.isfinite(ours)
    if field == "errorPct":  # JMeter's is a float
        return abs(ours - theirs) <= 1e-6 * max(1.0, abs(theirs))
    return abs(ours - theirs) <= 1e-9 * abs(theirs)


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        ours = json.load(file)
    with open(sys.argv[2], encoding="utf-8") as file:
        theirs = json.load(file)
    faults = []
    for label in sorted(set(ours) | set(theirs)):
        if label not in ours or label not in theirs:
            faults.append(f"{label}: only in {'JMeter' if label in theirs else 'ours'}")
            continue
        for field, value in theirs[label].items():
            mine = ours[label].get(field, ABSENT)
            if mine is ABSENT or not equal(field, mine, value):
                faults.append(f"{label}.{field}: {mine}, JMeter {value}")
    print("\n".join(faults[:20]))
    return 1 if faults else 0


sys.exit(main())
