#!/usr/bin/env python3
"""Documents that lack a text: each kind of member in turn is taken out wherever it stands, and the
forms of the result must be drawn without it: no crash, no "(null)", no empty output where there was
one. Usage: damaged.py HEADROOM DOCUMENT FORM ..."""
import json
import subprocess
import sys


def members(value, found):
    """Names of members that hold a text anywhere, but for those the document is known by."""
    if isinstance(value, dict):
        for name, member in value.items():
            if isinstance(member, str):
                found.add(name)
            members(member, found)
    elif isinstance(value, list):
        for item in value:
            members(item, found)
    return found


def without(value, gone):
    if isinstance(value, dict):
        return {name: without(member, gone) for name, member in value.items()
                if not (name == gone and isinstance(member, str))}
    if isinstance(value, list):
        return [without(item, gone) for item in value]
    return value


def main():
    headroom, path, forms = sys.argv[1], sys.argv[2], sys.argv[3:]
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    run = document.pop("run")
    for gone in sorted(members(document, set()) - {"schema"}):
        text = json.dumps({**without(document, gone), "run": run})
        for form in forms:
            done = subprocess.run([headroom, "render", "-q", "-f", form, "-"], input=text.encode(),
                                  capture_output=True, check=False)
            if done.returncode < 0 or done.returncode > 2:
                print(f"{form} without {gone}: status {done.returncode}")
            elif b"(null)" in done.stdout:
                at = done.stdout.index(b"(null)")
                print(f"{form} without {gone}: {done.stdout[max(at - 60, 0):at + 20]!r}")


main()
