#!/usr/bin/python3
"""usage: check.py FOLDER [AXE]

What only a browser can tell of pages: FOLDER holds reports, a folder each, and gallery.html, all
charts of awkward runs; AXE is axe.min.js of axe-core. Prints TAP; status 1 when a test fails.
Pictures of all pages are left in FOLDER/pictures, for looking at.
"""
import functools
import http.server
import os
import sys
import threading

from overlap import MEASURE_SCRIPT
from webdriver import Browser, find_programs

# What Jenkins sends with every archived file: hudson.model.DirectoryBrowserSupport, DEFAULT_CSP_VALUE.
JENKINS = "sandbox allow-same-origin; default-src 'none'; img-src 'self'; style-src 'self';"
PLAIN, POLICED, SCRIPTLESS = 'plain', 'policed', 'scriptless'
A4 = 717  # px between the margins of a page that Chromium prints; Letter has 739
HEIGHT_MAX = 16000  # px of a picture; what is below it is on no screen at once

LOOKS = (('light', {}), ('dark', {'scheme': 'dark'}), ('print', {'medium': 'print', 'width': A4}), ('narrow', {'width': 360}),
         ('narrow-dark', {'width': 360, 'scheme': 'dark'}))
WAYS = (('light', {}), ('dark', {'scheme': 'dark'}), ('narrow', {'width': 360}), ('with the script', {'way': PLAIN}))
# Pages with nothing that others lack but their odd runs or another order: one look at each is enough.
BRIEFLY = {'none', 'one', 'long', 'many', 'decades', 'weekly', 'monthly', 'quarterly'}
BRIEF_LOOKS = (LOOKS[0], LOOKS[3])
BRIEF_WAYS = (WAYS[0],)

count = failed = 0


def verdict(name, fault=None):
    """A test's result: @fault is what is wrong, empty when nothing is."""
    global count, failed
    count += 1
    if fault:
        failed += 1
        print(f'not ok {count} - {name}')
        for line in str(fault).splitlines()[:20]:
            print('#', line)
    else:
        print(f'ok {count} - {name}')
    sys.stdout.flush()


class Handler(http.server.SimpleHTTPRequestHandler):
    """The folder three times: as it is, under Jenkins' policy, and without the script."""

    def translate_path(self, path):
        self.way, _, rest = path.lstrip('/').partition('/')
        return super().translate_path('/' + rest)

    def send_head(self):
        if self.path.startswith('/' + SCRIPTLESS) and self.path.endswith('.js'):
            self.send_error(404)
            return None
        return super().send_head()

    def end_headers(self):
        if self.path.startswith('/' + POLICED):
            self.send_header('Content-Security-Policy', JENKINS)
        self.send_header('Cache-Control', 'no-store')
        super().end_headers()

    def log_message(self, *unused):
        pass


class Server(http.server.ThreadingHTTPServer):
    """A browser that goes on to the next page hangs up: no fault of anyone."""

    def handle_error(self, *unused):
        pass


def serve(folder):
    server = Server(('127.0.0.1', 0), functools.partial(Handler, directory=folder))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return f'http://127.0.0.1:{server.server_port}'


class Checks:
    """All checks of one folder."""

    def __init__(self, browser, folder, base, axe):
        self.browser = browser
        self.folder = folder
        self.base = base
        self.axe = axe
        self.pictures = os.path.join(folder, 'pictures')
        os.makedirs(self.pictures, exist_ok=True)

    def show(self, page, way=SCRIPTLESS, width=1200, medium='', scheme='light'):
        self.browser.size(width, 900)
        self.browser.media(medium, scheme)
        self.browser.open(f'{self.base}/{way}/{page}/index.html')

    def picture(self, page, name):
        """The whole page; kept under @name unless that is None."""
        width, height = self.browser.run(
            'const e = document.documentElement; return [e.clientWidth, e.scrollHeight]')
        png = self.browser.picture((0, 0, width, min(height, HEIGHT_MAX)))
        if name:
            with open(os.path.join(self.pictures, f'{page}-{name}.png'), 'wb') as out:
                out.write(png)
        return png

    # --- every page ---

    def policy(self, page):
        self.show(page, PLAIN)
        plain = self.picture(page, None)
        self.show(page, POLICED)
        policed = self.picture(page, None)
        verdict(f'{page}: the same pixels with and without the policy of Jenkins',
                plain != policed and 'pictures differ')

    def looks(self, page, looks):
        for name, options in looks:
            self.show(page, **options)
            self.picture(page, name)
            wide = self.browser.run('return document.documentElement.scrollWidth')
            verdict(f'{page}, {name}: nothing sticks out at the right',
                    wide > options.get('width', 1200) and f'{wide} px wide')
        self.show(page, medium='print')
        verdict(f'{page}, print: background white, nothing folded away', self.browser.run(r'''
            const faults = [], white = getComputedStyle(document.body).backgroundColor;
            if (white !== 'rgb(255, 255, 255)')
                faults.push('background ' + white);
            for (const details of document.querySelectorAll('details')) {
                const inside = details.querySelector(':scope > :not(summary)');
                if (inside && inside.getBoundingClientRect().height < 5)
                    faults.push('closed: ' + details.querySelector('summary').textContent);
            }
            return faults.join('\n');'''))

    def sizes(self, page):
        """A chart alone in its row is not blown up: its texts are as large as those of the others."""
        self.show(page)
        verdict(f'{page}: no chart is drawn larger than it is', self.browser.run(r'''
            return [...document.querySelectorAll('svg.chart')].map(svg => [svg.querySelector('title').textContent,
                svg.getBoundingClientRect().width / svg.viewBox.baseVal.width])
                .filter(([name, scale]) => scale > 1.15).map(one => one.join(' ')).join('\n');'''))
        self.show(page, width=760)
        verdict(f'{page}: nor does a chart shrink until its texts cannot be read', self.browser.run(r'''
            return [...document.querySelectorAll('svg.chart')].map(svg => [svg.querySelector('title').textContent,
                svg.getBoundingClientRect().width / svg.viewBox.baseVal.width])
                .filter(([name, scale]) => scale < 0.75 || scale > 1.15).map(one => one.join(' ')).join('\n');'''))

    def rows(self, page):
        """Charts of a row fill it where two stand side by side; checks fit a phone without their own scrolling."""
        self.show(page)
        verdict(f'{page}: no half of a row of charts is empty', self.browser.run(r'''
            return [...document.querySelectorAll('.figures')].flatMap(grid => {
                const right = grid.getBoundingClientRect().right, rows = new Map();
                for (const figure of grid.children) {
                    const box = figure.getBoundingClientRect();
                    rows.set(Math.round(box.top), Math.max(rows.get(Math.round(box.top)) || 0, box.right));
                }
                return [...rows.values()].filter(end => end < right - 1).map(end => grid.closest('section').id);
            }).join('\n');'''))
        for width in (360, 390):
            self.show(page, width=width)
            verdict(f'{page}: checks fit {width} px', self.browser.run(r'''
                return [...document.querySelectorAll('#checks > .scroll')].filter(e => e.scrollWidth > e.clientWidth)
                    .map(e => e.scrollWidth).join('\n');'''))

    def title(self, page):
        self.show(page)
        verdict(f'{page}: the title of the tab begins with the verdict', self.browser.run('''
            const word = document.querySelector('.verdict strong').lastChild.textContent.trim();
            return document.title.startsWith(word) ? '' : document.title + ' / ' + word;'''))

    def accessible(self, page, ways):
        if self.axe is None:
            return
        for name, options in ways:
            self.show(page, **options)
            self.browser.run('document.querySelectorAll("details").forEach(e => e.open = true)')
            self.browser.run(self.axe)
            faults = self.browser.run_async('''
                const done = arguments[arguments.length - 1];
                axe.run(document, { resultTypes: ['violations'] }).then(
                    result => done(result.violations.map(fault => fault.id + ': ' + fault.help + ' ' +
                        fault.nodes.slice(0, 3).map(node => node.html.slice(0, 150)).join(' | '))),
                    error => done([String(error)]));''')
            verdict(f'{page}, {name}: axe-core finds no violation', '\n'.join(faults))

    def overlap(self, page, url=None):
        if url:
            self.browser.size(1100, 900)
            self.browser.media()
            self.browser.open(url)
        else:
            self.show(page)
        answer = self.browser.run('document.querySelectorAll("details").forEach(e => e.open = true);' + MEASURE_SCRIPT)
        verdict(f'{page}: no text of {answer["charts"]} charts lies over another or leaves its chart',
                '\n'.join(' '.join(map(str, fault)) for fault in answer['faults']))

    # --- what works without the script ---

    def hover(self, page):
        self.show(page)
        faults = []
        charts = self.browser.run('return document.querySelectorAll(".chart").length')
        for i in range(charts):
            place = self.browser.run('''
                const chart = document.querySelectorAll('.chart')[arguments[0]];
                const hits = chart.querySelectorAll('.hits > g'), hit = hits[Math.floor(hits.length / 2)];
                if (!hit)
                    return null;
                chart.scrollIntoView({ block: 'center' });
                const box = hit.querySelector('rect').getBoundingClientRect();
                return [box.x + box.width / 2, box.y + box.height / 2];''', i)
            if place is None:
                continue
            self.browser.pointer(('move', *place))
            fault = self.browser.run('''
                const chart = document.querySelectorAll('.chart')[arguments[0]];
                const tips = [...chart.querySelectorAll('.hits text')].filter(e => getComputedStyle(e).visibility === 'visible');
                return tips.length === 1 && tips[0].textContent !== '' ? '' :
                    chart.querySelector('title').textContent + ': ' + tips.length + ' read-outs';''', i)
            if fault:
                faults.append(fault)
        verdict(f'{page}: hovering over a chart shows a value, without the script', '\n'.join(faults))

    ORDER = '''
        const rows = [...document.querySelectorAll('#statistics .ranked:first-of-type .r')]
            .filter(row => row.getClientRects().length > 0);
        rows.sort((a, b) => a.getBoundingClientRect().y - b.getBoundingClientRect().y);
        const heads = [...document.querySelectorAll('#statistics .ranked:first-of-type thead th')];
        const column = heads.findIndex(head => head.firstChild.textContent === arguments[0] ||
            head.textContent === arguments[0]);
        return rows.map(row => row.children[column].textContent.replace(/[\\u202f]/g, ''));'''

    def choose(self, cls):
        self.browser.run('document.querySelector("#statistics").scrollIntoView()')
        self.browser.click(self.browser.find(f'#statistics .ranked label:has(.{cls})'))

    def table(self, page):
        self.show(page)
        if not self.browser.run('return document.querySelector("#statistics .ranked .s1") !== null'):
            return
        self.choose('s1')
        counts = [float(text) for text in self.browser.run(self.ORDER, 'requests')]
        verdict(f'{page}: the table sorts by requests, without the script',
                counts != sorted(counts, reverse=True) and counts)
        self.choose('s3')
        names = self.browser.run(self.ORDER, 'label')
        if page == 'hostile':  # what is shown is not what is sorted
            names = []
        verdict(f'{page}: the table sorts by name, without the script',
                names != sorted(names, key=lambda name: name.encode()) and names)
        if self.browser.run('return document.querySelector("#statistics .ranked .only") !== null'):
            self.choose('only')
            errors = [float(text) for text in self.browser.run(self.ORDER, 'errors')]
            verdict(f'{page}: the table shows only labels with errors, without the script',
                    (not errors or min(errors) <= 0) and errors)
        if self.browser.run('return document.querySelector("#statistics .ranked .moved") !== null'):
            self.choose('moved')
            changes = self.browser.run(self.ORDER, 'against the baseline')
            verdict(f'{page}: the table shows only what changed, without the script',
                    (not changes or '' in changes) and changes)

    # --- what the script adds ---

    PLACE = '''
        const svg = document.querySelector('#chart-' + arguments[0] + ' svg');
        svg.scrollIntoView({ block: 'center' });
        const [left, top, right, bottom] = svg.querySelector('[data-time]').dataset.time.split(' ').map(Number);
        const box = svg.getBoundingClientRect(), scale = box.width / svg.viewBox.baseVal.width;
        const at = part => box.x + (left + part * (right - left)) * scale;
        return [at(arguments[1]), box.y + (top + bottom) / 2 * scale];'''

    def script(self, page):
        run = self.browser.run
        self.show(page, PLAIN)
        self.browser.pointer(('move', *run(self.PLACE, 'throughput', .5)))
        lines = run('''return [...document.querySelectorAll('path[pointer-events=none]')]
            .filter(e => e.getAttribute('visibility') === 'visible').length''')
        tips = run('''return [...document.querySelectorAll('.chart')].filter(chart =>
            [...chart.querySelectorAll('.hits text')].filter(e => getComputedStyle(e).visibility === 'visible').length === 1).length''')
        verdict(f'{page}: one crosshair through the charts of the same time',
                (lines < 4 or tips < 4) and f'{lines} lines, {tips} read-outs')
        self.browser.pointer(('move', *run(self.PLACE, 'throughput', .25)), ('down',),
                             ('move', *run(self.PLACE, 'throughput', .5)), ('up',))
        verdict(f'{page}: dragging zooms all charts of that time', run(r'''
            const faults = [], marks = document.querySelectorAll('#chart-throughput g[transform], #chart-heat-map g[clip-path] > g[transform]');
            if (marks.length < 4)
                faults.push(marks.length + ' stretched marks');
            for (const mark of marks) {
                const { a } = mark.transform.baseVal.consolidate().matrix;
                if (mark.parentNode.hasAttribute('clip-path') && Math.abs(a - 4) > 0.1)
                    faults.push('stretched by ' + a);
            }
            if (!document.querySelector('#chart-throughput .all'))
                faults.push('no way back');
            return faults.join('\n');'''))
        self.picture(page, 'zoomed')
        faults = run('return (() => {' + MEASURE_SCRIPT + '})().faults')
        verdict(f'{page}: zoomed, no text lies over another', '\n'.join(' '.join(map(str, one)) for one in faults))
        self.browser.click(self.browser.find('#chart-throughput .all'))
        verdict(f'{page}: a click shows the whole time again', run(r'''
            const left = [...document.querySelectorAll('#chart-throughput g[clip-path] > g')]
                .filter(e => Math.abs(e.transform.baseVal.consolidate().matrix.a - 1) > 1e-9).length;
            return left || document.querySelector('.all') ? left + ' marks are still stretched' : '';'''))
        self.show(page, PLAIN)
        head = '#statistics .ranked thead th:nth-child(2) button'
        if 'baseline' in run('return document.querySelector(arguments[0]).textContent', head):
            head = head.replace('(2)', '(3)')
        run('document.querySelector("#statistics").scrollIntoView()')
        for direction, reverse in (('descending', True), ('ascending', False)):
            self.browser.click(self.browser.find(head))
            counts = [float(text) for text in run(self.ORDER, 'requests')]
            verdict(f'{page}: a click on a column sorts, {direction}',
                    counts != sorted(counts, reverse=reverse) and counts)
        run('document.querySelector("#latency h2").scrollIntoView({ block: "center" })')
        self.browser.click(self.browser.find('#latency h2 .copy'))
        verdict(f'{page}: a link to a section is copied', run(
            'return location.hash === "#latency" ? "" : location.href'))

    def page(self, page):
        whole = page not in BRIEFLY
        if whole:
            self.policy(page)
        self.looks(page, LOOKS if whole else BRIEF_LOOKS)
        self.sizes(page)
        self.rows(page)
        self.title(page)
        self.accessible(page, WAYS if whole else BRIEF_WAYS)
        self.overlap(page)
        self.hover(page)
        self.table(page)


def main():
    browser, driver = find_programs()
    for what, path in (('chromium', browser), ('chromedriver (package chromium-driver)', driver)):
        if path is None:
            print(f'1..0 # SKIP {what} is not installed')
            return 0
    folder = os.path.abspath(sys.argv[1])
    axe = None
    if len(sys.argv) > 2 and os.path.exists(sys.argv[2]):
        with open(sys.argv[2], encoding='utf-8') as script:
            axe = script.read()
    else:
        print('# SKIP axe-core: npm install axe-core, or AXE=.../axe.min.js')
    only = os.environ.get('PAGES', '').split()
    pages = sorted(name for name in os.listdir(folder)
                   if os.path.exists(os.path.join(folder, name, 'index.html')) and (not only or name in only))
    base = serve(folder)
    with Browser(browser, driver) as session:
        checks = Checks(session, folder, base, axe)
        for page in pages:
            checks.page(page)
        if 'everything' in pages:
            checks.script('everything')
        if not only:
            checks.overlap('gallery', f'{base}/{PLAIN}/gallery.html')
    print(f'1..{count}')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
