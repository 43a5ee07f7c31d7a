#!/usr/bin/python3
"""usage: outputs.py FORM FILE [SCHEMA]

What is wrong with an output: one line a fault, nothing when it has the shape its readers document.
"""
import csv
import email
import email.policy
import io
import json
import re
import sys


def rows(text):
    return [json.loads(line) for line in text.splitlines()]


def number(value):
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def bencher(text):
    """Bencher Metric Format: {benchmark: {measure: {value, lower_value?, upper_value?}}}."""
    document = json.loads(text)
    if not document:
        yield 'empty'
    for name, measures in document.items():
        for measure, metric in measures.items():
            if not number(metric.get('value')) or not set(metric) <= {'value', 'lower_value', 'upper_value'}:
                yield f'{name}/{measure}: {metric}'


def benchmark_action(text):
    """github-action-benchmark, custom tool: [{name, unit, value, range?, extra?}], names once."""
    entries = json.loads(text)
    for entry in entries:
        if not isinstance(entry['name'], str) or not isinstance(entry['unit'], str) or not number(entry['value']):
            yield str(entry)
        if not set(entry) <= {'name', 'unit', 'value', 'range', 'extra'}:
            yield f'unknown member: {entry}'
    if len({entry['name'] for entry in entries}) != len(entries):
        yield 'a name twice'


def grafana(text):
    dashboard = json.loads(text)
    for key in ('title', 'panels', 'schemaVersion', 'templating'):
        if key not in dashboard:
            yield f'no {key}'
    ids = [panel['id'] for panel in dashboard['panels']]
    if len(set(ids)) != len(ids) or not ids:
        yield f'panels {ids}'
    for panel in dashboard['panels']:
        for key in ('type', 'title', 'gridPos'):
            if key not in panel:
                yield f'panel {panel["id"]}: no {key}'
        for target in panel.get('targets', []):
            for name in re.findall(r'headroom_\w+', target['expr']):
                if name not in EXPORTED:
                    yield f'{name} is not exported'


def slack(text):
    message = json.loads(text)
    if not message['text'] or len(message['blocks']) > 50:
        yield 'text or number of blocks'
    for block in message['blocks']:
        if block['type'] == 'header' and len(block['text']['text']) > 150:
            yield 'header is too long'
        if block['type'] == 'section' and len(block.get('text', {}).get('text', '')) > 3000:
            yield 'section is too long'


def teams(text):
    message = json.loads(text)
    card = message['attachments'][0]
    if message['type'] != 'message' or card['contentType'] != 'application/vnd.microsoft.card.adaptive':
        yield 'no card'
    if card['content']['type'] != 'AdaptiveCard' or not card['content']['body']:
        yield 'no body'


def alertmanager(text):
    for alert in json.loads(text):
        if 'alertname' not in alert['labels'] or not all(isinstance(value, str) for value in alert['labels'].values()):
            yield str(alert['labels'])
        for name in alert['labels']:
            if not re.fullmatch(r'[a-zA-Z_][a-zA-Z0-9_]*', name):
                yield f'label {name}'


def pagerduty(text):
    for event in rows(text):
        if event['event_action'] not in ('trigger', 'resolve') or not 0 < len(event['dedup_key']) <= 255:
            yield str(event)[:200]
        if event['event_action'] == 'trigger':
            payload = event['payload']
            if payload['severity'] not in ('critical', 'error', 'warning', 'info') or len(payload['summary']) > 1024:
                yield str(payload)[:200]


def openmetrics(text):
    """A text exposition of OpenMetrics 1.0: families whole, metadata first, # EOF last."""
    lines = text.split('\n')
    if lines[-2:] != ['# EOF', '']:
        yield 'does not end with # EOF'
    family, seen, types = None, set(), {}
    for line in lines[:-2]:
        meta = re.fullmatch(r'# (TYPE|UNIT|HELP) (\S+) (.*)', line)
        sample = re.fullmatch(r'([a-zA-Z_:][\w:]*)(\{.*\})? (-?[0-9.e+-]+|NaN|[+-]Inf)', line)
        if meta:
            if meta[2] != family:
                if meta[2] in seen:
                    yield f'{meta[2]} stands in two places'
                seen.add(meta[2])
                family = meta[2]
            if meta[1] == 'TYPE':
                types[family] = meta[3]
            if meta[1] == 'UNIT' and not family.endswith('_' + meta[3]):
                yield f'{family} does not end with its unit {meta[3]}'
        elif sample is None:
            yield f'not a sample: {line[:100]}'
        elif sample[1] != family and not (types.get(family) == 'summary' and
                                          sample[1] in (family + '_sum', family + '_count')):
            yield f'{sample[1]} within {family}'


def github(text):
    for line in text.splitlines():
        if not re.fullmatch(r'::(error|warning|notice) title=[^:,\r\n]*::[^\r\n]+', line):
            yield line[:100]


def github_output(text):
    names = [line.partition('=')[0] for line in text.splitlines()]
    if names[:2] != ['verdict', 'exit'] or len(set(names)) != len(names) or not all(
            re.fullmatch(r'[a-z_]+', name) for name in names):
        yield str(names)


def md(text):
    if not text.startswith('<!-- headroom:') or len(text) > 65536:
        yield 'no mark, or too long for a comment'
    table = None
    for line in text.splitlines():
        if line.startswith('|'):
            cells = len(re.findall(r'(?<!\\)\|', line))
            if table is not None and cells != table:
                yield f'row of {cells}, expected {table}: {line[:100]}'
            table = cells
        else:
            table = None


def separated(text, dialect):
    table = list(csv.reader(io.StringIO(text), dialect))
    if len(table) < 2 or len({len(row) for row in table}) != 1 or len(set(table[0])) != len(table[0]):
        yield f'{len(table)} rows, widths {sorted({len(row) for row in table})}'


def ndjson(text):
    for row in rows(text):
        if 'schema' not in row or 'id' not in row or 'verdict' not in row:
            yield str(row)[:100]


def eml(text):
    mail = email.message_from_string(text, policy=email.policy.default)
    if mail.get_content_type() != 'multipart/alternative' or not mail['subject']:
        yield mail.get_content_type()
    for part in mail.walk():
        yield from map(str, part.defects)
    page = mail.get_body(('html',)).get_content()
    if len(page) > 100000 or '<svg' in page or '<script' in page:
        yield 'the page does not suit mail readers'


def jmeter(text):
    document = json.loads(text)
    if 'Total' not in document:
        yield 'no Total'
    for name, row in document.items():
        for key in ('sampleCount', 'errorCount', 'errorPct', 'meanResTime', 'pct1ResTime', 'throughput'):
            if not number(row.get(key)):
                yield f'{name}: {key}'


def model(text, schema):
    from jsonschema import Draft202012Validator
    with open(schema, encoding='utf-8') as source:
        rules = json.load(source)
    Draft202012Validator.check_schema(rules)
    for fault in list(Draft202012Validator(rules).iter_errors(json.loads(text)))[:10]:
        yield '/' + '/'.join(map(str, fault.absolute_path)) + ' ' + fault.message[:150]


# What src/render/form_openmetrics.c exports; a dashboard over anything else stays empty.
EXPORTED = set()
FORMS = {
    'bencher': bencher, 'benchmark-action': benchmark_action, 'benchmark-action-bigger': benchmark_action,
    'grafana': grafana, 'slack': slack, 'teams': teams, 'alertmanager': alertmanager, 'pagerduty': pagerduty,
    'openmetrics': openmetrics, 'gitlab': openmetrics, 'github': github, 'github-output': github_output, 'md': md,
    'csv': lambda text: separated(text, 'excel'), 'tsv': lambda text: separated(text, 'excel-tab'),
    'ndjson': ndjson, 'eml': eml, 'jmeter': jmeter, 'model': model,
}


def main():
    form, path = sys.argv[1:3]
    with open(path, encoding='utf-8', newline='') as source:
        text = source.read()
    if form == 'grafana':
        with open(path.replace('grafana', 'openmetrics'), encoding='utf-8') as source:
            EXPORTED.update(re.findall(r'^(headroom_\w+)', source.read(), re.M))
    for fault in FORMS[form](text, *sys.argv[3:]):
        print(fault)


if __name__ == '__main__':
    main()
