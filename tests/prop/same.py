"""Are two documents the same but for where they came from?

    same.py [--statistics] A.json B.json

Ignores run.inputs, run.diagnostics and generated. With --statistics also what a format cannot
carry: only the numbers of labels, totals, intervals and errors are compared, neither events nor what is said of the input.
"""
import json
import sys


def load(path, statistics):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    document.pop("generated", None)
    run = document["run"]
    for key in ("inputs", "diagnostics") + (("events", "quality") if statistics else ()):
        run.pop(key, None)
    return run if statistics else document


def differences(a, b, path, out):
    if len(out) > 20:
        return
    if type(a) is not type(b):
        out.append(f"{path}: {a!r} is not {b!r}")
    elif isinstance(a, dict):
        for key in sorted(set(a) | set(b)):
            if key not in a or key not in b:
                out.append(f"{path}/{key}: only in one")
            else:
                differences(a[key], b[key], f"{path}/{key}", out)
    elif isinstance(a, list):
        if len(a) != len(b):
            out.append(f"{path}: {len(a)} entries, {len(b)} entries")
        for i, (x, y) in enumerate(zip(a, b)):
            differences(x, y, f"{path}/{i}", out)
    elif a != b:
        out.append(f"{path}: {str(a)[:80]} is not {str(b)[:80]}")


def main():
    arguments = sys.argv[1:]
    statistics = "--statistics" in arguments
    first, second = [a for a in arguments if not a.startswith("--")]
    out = []
    differences(load(first, statistics), load(second, statistics), "", out)
    print("\n".join(out))
    return 1 if out else 0


sys.exit(main())
