"""Errors and APDEX of a run document against the tables of JMeter's dashboard of the same run.

    jmeter_tables.py RUN.json dashboard-tables.json

JMeter's overall APDEX counts all rows, transaction controllers among them; ours is that of the
total, so the overall figure is added up here.
"""
import collections
import json
import sys


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        run = json.load(file)["run"]
    with open(sys.argv[2], encoding="utf-8") as file:
        tables = json.load(file)
    labels = run["labels"] + run["transactions"]
    faults = []

    ours = collections.Counter()
    for label in run["labels"]:
        exact = label["exact"]["errors_exact"]
        ours.update(dict(zip(exact["texts"], exact["counts"])))
    theirs = collections.Counter()
    for item in tables["errorsTable"]["items"]:
        theirs[item["data"][0]] += item["data"][1]
    for text in set(ours) | set(theirs):
        if ours[text] != theirs[text]:
            faults.append(f"error {text[:80]!r}: {ours[text]}, JMeter {theirs[text]}")

    apdex = tables["apdexTable"]
    by_label = {label["label"]: label for label in labels}
    for item in apdex["items"]:
        value, _, _, name = item["data"]
        mine = by_label[name]["apdex"]
        if abs(mine - value) > 1e-9:
            faults.append(f"APDEX of {name}: {mine}, JMeter {value}")
    rows = sum(label["count"] for label in labels)
    overall = sum(label["apdex"] * label["count"] for label in labels) / rows
    if abs(overall - apdex["overall"]["data"][0]) > 1e-9:
        faults.append(f"overall APDEX: {overall}, JMeter {apdex['overall']['data'][0]}")

    print("\n".join(faults[:20]))
    return 1 if faults else 0


sys.exit(main())
