#!/usr/bin/python3
"""usage: overlap.py PAGE.html...

Texts of charts that lie over each other or leave their chart, as a browser lays them out: none may.
Every page is shown once by a headless Chromium ($CHROMIUM, default chromium), with a script added
that measures all <text> elements of every svg.chart, the hidden read-outs too. Prints one line a
fault; status 1 when there is one, 77 without a browser.
"""
import html
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile

MEASURE = """
<script>
addEventListener('load', () => {
  const faults = [];
  document.querySelectorAll('svg.chart').forEach(svg => {
    const name = svg.getAttribute('aria-labelledby').replace(/-t .*/, '');
    const canvas = svg.getBoundingClientRect();
    const all = [...svg.querySelectorAll('text')].filter(e => e.textContent !== '');
    const box = e => [e.firstChild.textContent, e.getBoundingClientRect()];
    const texts = all.filter(e => !e.classList.contains('tip')).map(box);
    const tips = all.filter(e => e.classList.contains('tip')).map(box);
    // One read-out is shown at a time, beside all the other texts.
    texts.concat(tips).forEach(([text, a], i) => {
      if (a.left < canvas.left - 1.5 || a.right > canvas.right + 1.5 ||
          a.top < canvas.top - .5 || a.bottom > canvas.bottom + .5)
        faults.push([name, 'outside', text, Math.round(a.left - canvas.left), Math.round(a.right - canvas.left)]);
      (i < texts.length ? texts.slice(i + 1) : texts).forEach(([other, b]) => {
        // A box is taller than its letters: neighbours may share two pixels of height.
        if (a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 2 && b.top < a.bottom - 2)
          faults.push([name, 'overlap', text, other]);
      });
    });
  });
  const out = document.createElement('pre');
  out.id = 'faults';
  out.textContent = JSON.stringify({charts: document.querySelectorAll('svg.chart').length, faults});
  document.body.append(out);
});
</script>
"""


def measure(browser, path):
    with open(path, encoding='utf-8') as page:
        text = page.read()
    with tempfile.TemporaryDirectory() as folder:
        probe = os.path.join(folder, 'probe.html')
        with open(probe, 'w', encoding='utf-8') as out:
            out.write(text.replace('</body>', MEASURE + '</body>'))
        dom = subprocess.run(
            [browser, '--headless', '--no-sandbox', '--disable-gpu', '--no-first-run',
             '--disable-background-networking', '--window-size=1100,2000',
             '--user-data-dir=' + os.path.join(folder, 'profile'), '--dump-dom', 'file://' + probe],
            capture_output=True, text=True, timeout=300, check=True).stdout
    found = re.search(r'<pre id="faults">(.*?)</pre>', dom, re.S)
    if found is None:
        sys.exit(f'overlap.py: {path}: the browser did not answer')
    return json.loads(html.unescape(found.group(1)))


def main():
    browser = shutil.which(os.environ.get('CHROMIUM', 'chromium'))
    if browser is None:
        print('overlap.py: no browser', file=sys.stderr)
        return 77
    count = 0
    for path in sys.argv[1:]:
        answer = measure(browser, path)
        for fault in answer['faults']:
            print(path + ':', *fault)
        count += len(answer['faults'])
        print(f'{path}: {answer["charts"]} charts, {len(answer["faults"])} faults')
    return 1 if count else 0


if __name__ == '__main__':
    sys.exit(main())
