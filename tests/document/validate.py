"""What of a document breaks a JSON Schema, a line each, ten at most.

usage: validate.py SCHEMA DOCUMENT
"""
import json
import sys

from jsonschema import Draft202012Validator

schema = json.load(open(sys.argv[1], encoding="utf-8"))
Draft202012Validator.check_schema(schema)
document = json.load(open(sys.argv[2], encoding="utf-8"))
for error in list(Draft202012Validator(schema).iter_errors(document))[:10]:
    print("/" + "/".join(map(str, error.absolute_path)), error.message[:200])
