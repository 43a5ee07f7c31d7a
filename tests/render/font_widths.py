#!/usr/bin/python3
"""usage: font_widths.py FONT.ttf: the tables of src/render/text_width.c, from the font's cmap and hmtx."""
import struct
import sys

data = open(sys.argv[1], 'rb').read()
tables = {}
for i in range(struct.unpack_from('>H', data, 4)[0]):
    tag, _, offset, length = struct.unpack_from('>4sIII', data, 12 + 16 * i)
    tables[tag.decode()] = offset
em = struct.unpack_from('>H', data, tables['head'] + 18)[0]
metrics = struct.unpack_from('>H', data, tables['hhea'] + 34)[0]


def advance(glyph):
    return struct.unpack_from('>H', data, tables['hmtx'] + 4 * min(glyph, metrics - 1))[0]


def cmap():
    base = tables['cmap']
    for i in range(struct.unpack_from('>H', data, base + 2)[0]):
        platform, encoding, offset = struct.unpack_from('>HHI', data, base + 4 + 8 * i)
        at = base + offset
        if (platform, encoding) == (3, 1) and struct.unpack_from('>H', data, at)[0] == 4:
            n = struct.unpack_from('>H', data, at + 6)[0] // 2
            for s in range(n):
                end = struct.unpack_from('>H', data, at + 14 + 2 * s)[0]
                start = struct.unpack_from('>H', data, at + 16 + 2 * n + 2 * s)[0]
                delta = struct.unpack_from('>H', data, at + 16 + 4 * n + 2 * s)[0]
                where = at + 16 + 6 * n + 2 * s
                shift = struct.unpack_from('>H', data, where)[0]
                for c in range(start, min(end, 0xfffe) + 1):
                    g = c if shift == 0 else struct.unpack_from('>H', data, where + shift + 2 * (c - start))[0]
                    yield c, (g + delta) & 0xffff


width = {c: -(-advance(g) * 200 // em) for c, g in cmap() if g}
for first, last in ((0x20, 0x7e), (0xa0, 0x17f), (0x370, 0x3ff), (0x400, 0x4ff), (0x2010, 0x2027)):
    print(f'static const unsigned char from_{first:04x}[] = {{')
    row = [str(min(255, width.get(c, 200))) for c in range(first, last + 1)]
    line = '\t'
    for number in row:
        if len(line) + len(number) + 2 > 92:
            print(line.rstrip())
            line = '\t'
        line += number + ', '
    print(line.rstrip() + '\n};')
