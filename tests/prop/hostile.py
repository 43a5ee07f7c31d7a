#!/usr/bin/env python3
"""Faults of outputs made from hostile input; prints one line a fault, nothing when all is well.

usage: hostile.py KIND:FILE ...         check; html svg json csv text lines tsv xml mail
       hostile.py xml-of JTL                          the same samples as JTL XML, to stdout
"""
import csv
import email
import email.policy
import html.parser
import io
import json
import re
import sys
import unicodedata
import xml.etree.ElementTree as tree

SVG = 'http://www.w3.org/2000/svg'
PAGE_ELEMENTS = set('''html head meta title link style body header nav main section footer article
    aside div span p a b i strong em small code pre ul ol li dl dt dd h1 h2 h3 h4 table caption
    thead tbody tfoot tr th td input label colgroup col figure figcaption details summary abbr time br hr
    wbr'''.split())
DRAWING_ELEMENTS = set('''svg g path line rect circle ellipse polyline polygon text tspan title desc
    defs clippath lineargradient stop use style pattern'''.split())
ATTRIBUTES = set('''lang charset name content rel href id class aria-label aria-hidden
    aria-labelledby aria-describedby role scope tabindex colspan rowspan datetime title open
    viewbox width height preserveaspectratio xmlns d fill stroke x y x1 x2 y1 y2 cx cy r rx ry
    points pointer-events transform opacity version font-size font-family font-weight text-anchor
    dominant-baseline visibility offset stop-color gradientunits http-equiv clip-path dy dx
    type name checked for paint-order'''.split())
VOID = set('input meta link br hr wbr col'.split())


def misleading(text, kept='\t\n'):
    """Characters that a terminal obeys or that reorder or hide text."""
    for character in text:
        if character in kept:
            continue
        if (unicodedata.category(character) in ('Cc', 'Cs')
                or character in '\u061c\u200e\u200f'
                or '\u202a' <= character <= '\u202e' or '\u2066' <= character <= '\u2069'):
            yield 'holds U+%04X' % ord(character)


class Page(html.parser.HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.faults, self.open, self.drawing, self.text = [], [], 0, []

    def fault(self, text):
        self.faults.append('line %d: %s' % (self.getpos()[0], text))

    def handle_starttag(self, tag, attributes):
        if tag == 'svg':
            self.drawing += 1
        allowed = DRAWING_ELEMENTS if self.drawing else PAGE_ELEMENTS
        if tag not in allowed and not (self.drawing and tag == 'a'):
            self.fault('element <%s>' % tag)
        for name, value in attributes:
            if name not in ATTRIBUTES and not re.fullmatch('(stroke|fill|vector|shape|data)-[a-z-]+', name):
                self.fault('attribute %s of <%s>' % (name, tag))
            if name in ('href', 'src') and not re.fullmatch(r'#[\w.:-]+|headroom\.css|(report\.json|data/[a-z-]+\.csv)', value or ''):
                self.fault('%s="%s"' % (name, value))
            if name == 'type' and value != 'radio':
                self.fault('type="%s"' % value)
            self.text.append(value or '')
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag):
        if tag == 'svg':
            self.drawing -= 1
        if not self.open or self.open.pop() != tag:
            self.fault('</%s> closes nothing' % tag)

    def handle_comment(self, data):
        self.fault('comment')

    def handle_pi(self, data):
        self.fault('processing instruction')

    def unknown_decl(self, data):
        self.fault('declaration')

    def handle_decl(self, declaration):
        if declaration.lower() != 'doctype html':
            self.fault('declaration')

    def handle_data(self, data):
        self.text.append(data)


def check_html(path):
    text = read(path)
    # The page's own script, once, from the page's own folder.
    text = text.replace('<script src="headroom.js" defer></script>', '', 1)
    page = Page()
    page.feed(text)
    page.close()
    yield from page.faults
    if page.open:
        yield 'left open: ' + ' '.join(page.open)
    yield from misleading(text)
    yield from misleading(''.join(page.text))
    # Markup alone: what stands between tags may say anything.
    for tag in re.findall(r'<[a-zA-Z!/?][^<>]*>', text):
        bare = tag.replace(SVG, '')
        for wrong in (r'\sstyle\s*=', r'<script', r'\son\w+\s*=', r'=["\']?data:', r'target\s*=',
                      r'https?://', r'javascript:'):
            # A label may stand in an attribute that is text: aria-label, title.
            if re.search(wrong, re.sub(r'\s(aria-label|title)="[^"]*"', '', bare), re.I):
                yield 'tag %s' % tag[:100]
    for style in re.findall(r'<style[^>]*>(.*?)</style>', text, re.S):
        if re.search(r'url\(|@import|expression', style):
            yield 'style loads something'


def check_svg(path):
    text = read(path)
    yield from misleading(text)
    if re.search('<!DOCTYPE|<!ENTITY|<\\?(?!xml )', text):
        yield 'doctype or processing instruction'
    for node in tree.fromstring(text).iter():
        name = node.tag.replace('{%s}' % SVG, '').lower()
        if name not in DRAWING_ELEMENTS:
            yield 'element <%s>' % node.tag
        for attribute, value in node.attrib.items():
            if attribute.lower() not in ATTRIBUTES and not re.fullmatch('(stroke|fill|vector|shape|data)-[a-z-]+', attribute):
                yield 'attribute %s' % attribute
            if 'http' in value and attribute not in ('aria-label',):
                yield '%s="%s"' % (attribute, value)
        yield from misleading(node.text or '')


def check_json(path):
    def pairs(items):
        keys = [key for key, _ in items]
        if len(keys) != len(set(keys)):
            raise ValueError('key given twice')
        return dict(items)

    def constant(name):
        raise ValueError(name)

    text = read(path)
    document = json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    # json.loads refuses raw C0 inside strings; the rest must not reach a terminal either.
    yield from misleading(text)
    if not isinstance(document, (dict, list)):
        yield 'no object'


def check_csv(path):
    text = read(path)
    rows = list(csv.reader(io.StringIO(text, newline=''), strict=True))
    for number, row in enumerate(rows, 1):
        if len(row) != len(rows[0]):
            yield 'row %d: %d cells, header %d' % (number, len(row), len(rows[0]))
        for cell in row:
            if cell[:1] and cell[0] in '=+-@\t\r' and not re.fullmatch(r'[-+]?\d+(\.\d+)?([eE][-+]?\d+)?', cell):
                yield 'row %d: formula %r' % (number, cell[:40])
            yield from misleading(cell, '\t\r\n')


def check_text(path):
    text = read(path)
    yield from misleading(text, '\n')
    for character in '\t\u2028\u2029':
        if character in text:
            yield 'holds U+%04X' % ord(character)


def check_lines(path):
    """JSON, one value a line."""
    text = read(path)
    yield from misleading(text, '\n')
    for line in text.splitlines():
        if not isinstance(json.loads(line), dict):
            yield 'no object'


def check_tsv(path):
    text = read(path)
    yield from misleading(text)
    if re.search('[\u2028\u2029]', text):
        yield 'holds a line separator'
    if len({line.count('\t') for line in text.split('\n')[:-1]}) > 1:
        yield 'rows differ in length'


def check_xml(path):
    text = read(path)
    yield from misleading(text)
    for node in tree.fromstring(text).iter():
        yield from misleading(''.join([node.text or '', *node.attrib.values()]))


def check_mail(path):
    with open(path, 'rb') as stream:
        mail = email.message_from_binary_file(stream, policy=email.policy.default)
    yield from misleading(str(mail['Subject']))
    parts = list(mail.walk())
    if [part.get_content_type() for part in parts] != ['multipart/alternative', 'text/plain', 'text/html']:
        yield 'parts'
    for part in parts:
        yield from map(str, part.defects)
        if not part.is_multipart():
            yield from misleading(part.get_content())
    for tag in re.findall(r'<[a-zA-Z!/?][^<>]*>', parts[-1].get_content()):
        if re.search(r'<(script|img|iframe|link|object)|\son\w+\s*=|javascript:', tag, re.I):
            yield 'tag %s' % tag[:100]


def read(path):
    with open(path, encoding='utf-8', newline='') as stream:
        return stream.read()


def jtl_as_xml(path):
    """The same samples as JTL XML, bytes XML cannot carry left in: readers must live with them."""
    def escape(text, attribute=True):
        text = text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;').replace('"', '&quot;')
        if attribute:
            text = text.replace('\r', '&#13;').replace('\n', '&#10;').replace('\t', '&#9;')
        return text

    with open(path, encoding='utf-8', errors='surrogateescape', newline='') as stream:
        rows = list(csv.DictReader(stream))
    out = ['<?xml version="1.0" encoding="UTF-8"?>\n<testResults version="1.2">\n']
    for row in rows:
        out.append('<httpSample t="%s" lt="%s" ts="%s" s="%s" lb="%s" rc="%s" rm="%s" tn="%s" by="%s">' % (
            row['elapsed'], row['Latency'], row['timeStamp'], row['success'], escape(row['label']),
            escape(row['responseCode']), escape(row['responseMessage']),
            escape(row['threadName']), row['bytes']))
        if row['failureMessage']:
            out.append('<assertionResult><name>a</name><failure>true</failure><error>false</error>'
                       '<failureMessage>%s</failureMessage></assertionResult>'
                       % escape(row['failureMessage'], False))
        out.append('<java.net.URL>%s</java.net.URL></httpSample>\n' % escape(row['URL'], False))
    out.append('</testResults>\n')
    sys.stdout.buffer.write(''.join(out).encode('utf-8', 'surrogateescape'))


def main():
    if sys.argv[1] == 'xml-of':
        jtl_as_xml(sys.argv[2])
        return
    checks = {'html': check_html, 'svg': check_svg, 'json': check_json, 'csv': check_csv,
              'text': check_text, 'lines': check_lines, 'tsv': check_tsv, 'xml': check_xml,
              'mail': check_mail}
    for argument in sys.argv[1:]:
        kind, path = argument.split(':', 1)
        try:
            faults = list(checks[kind](path))
        except (OSError, ValueError, csv.Error, tree.ParseError) as problem:
            faults = [str(problem)]
        for fault in sorted(set(faults))[:8]:
            print('%s: %s' % (path, fault))


main()
