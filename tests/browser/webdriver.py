"""A WebDriver client, as much of it as the browser checks need: https://www.w3.org/TR/webdriver2/

No package beside Python's own: chromedriver speaks JSON over HTTP on loopback.
"""
import base64
import json
import os
import shutil
import subprocess
import tempfile
import time
import urllib.error
import urllib.request

ELEMENT = 'element-6066-11e4-a52e-4f735466cecf'  # the key of references, by the standard


def find_programs():
    """(browser, driver); None for one that is not installed."""
    return (shutil.which(os.environ.get('CHROMIUM', 'chromium')),
            shutil.which(os.environ.get('CHROMEDRIVER', 'chromedriver')))


class Browser:
    """A headless Chromium of its own profile, from entering the context to leaving it."""

    def __init__(self, browser, driver):
        self.browser = browser
        self.driver = driver
        self.folder = tempfile.TemporaryDirectory(prefix='headroom-browser.')

    def __enter__(self):
        self.log = open(os.path.join(self.folder.name, 'log'), 'w+', encoding='utf-8')
        self.process = subprocess.Popen([self.driver, '--port=0'], stdout=self.log, stderr=subprocess.STDOUT)
        self.base = 'http://127.0.0.1:' + self._port()
        options = {'binary': self.browser, 'args': [
            '--headless=new', '--no-sandbox', '--disable-gpu', '--no-first-run', '--hide-scrollbars',
            '--disable-background-networking', '--disable-dev-shm-usage', '--force-device-scale-factor=1',
            '--user-data-dir=' + os.path.join(self.folder.name, 'profile')]}
        answer = self._call('POST', '/session', {'capabilities': {'alwaysMatch': {
            'browserName': 'chrome', 'timeouts': {'script': 170000}, 'goog:chromeOptions': options}}})
        self.base += '/session/' + answer['sessionId']
        return self

    def __exit__(self, *unused):
        try:
            self._call('DELETE', '')
        finally:
            self.process.terminate()
            self.process.wait(30)
            self.log.close()
            self.folder.cleanup()

    def _port(self):
        for _ in range(300):
            self.log.seek(0)
            for line in self.log:
                if 'on port ' in line and 'success' in line:
                    return line.rsplit('on port ', 1)[1].strip('. \n')
            time.sleep(0.05)
        raise RuntimeError('the driver does not say its port')

    def _call(self, method, path, body=None):
        request = urllib.request.Request(
            self.base + path, method=method, headers={'Content-Type': 'application/json'},
            data=None if body is None else json.dumps(body).encode())
        try:
            with urllib.request.urlopen(request, timeout=180) as answer:
                return json.load(answer)['value']
        except urllib.error.HTTPError as fault:
            raise RuntimeError(json.load(fault)['value']['message']) from None

    def open(self, url):
        self._call('POST', '/url', {'url': url})

    def run(self, script, *args):
        """What the body of a function, @script, returns."""
        return self._call('POST', '/execute/sync', {'script': script, 'args': list(args)})

    def run_async(self, script, *args):
        """What @script hands to the function that is its last argument."""
        return self._call('POST', '/execute/async', {'script': script, 'args': list(args)})

    def find(self, selector):
        found = self._call('POST', '/element', {'using': 'css selector', 'value': selector})
        return {ELEMENT: found[ELEMENT]}

    def click(self, element):
        self._call('POST', '/element/' + element[ELEMENT] + '/click', {})

    def pointer(self, *actions):
        """Moves and buttons of a mouse: ('move', x, y), ('down',), ('up',), in the viewport."""
        steps = []
        for name, *place in actions:
            if name == 'move':
                steps.append({'type': 'pointerMove', 'duration': 0, 'x': round(place[0]), 'y': round(place[1])})
            else:
                steps.append({'type': 'pointer' + name.capitalize(), 'button': 0})
        self._call('POST', '/actions', {'actions': [{
            'type': 'pointer', 'id': 'mouse', 'parameters': {'pointerType': 'mouse'}, 'actions': steps}]})

    def keys(self, text):
        steps = [{'type': kind, 'value': key} for key in text for kind in ('keyDown', 'keyUp')]
        self._call('POST', '/actions', {'actions': [{'type': 'key', 'id': 'keys', 'actions': steps}]})

    def devtools(self, command, **params):
        return self._call('POST', '/goog/cdp/execute', {'cmd': command, 'params': params})

    def size(self, width, height):
        self.devtools('Emulation.setDeviceMetricsOverride', width=width, height=height, deviceScaleFactor=1,
                      mobile=False)

    def media(self, medium='', scheme='light'):
        """@medium: '' or 'print'; @scheme: 'light' or 'dark'."""
        self.devtools('Emulation.setEmulatedMedia', media=medium,
                      features=[{'name': 'prefers-color-scheme', 'value': scheme}])

    def picture(self, clip=None):
        """PNG of the whole page, or of @clip: (x, y, width, height)."""
        if clip is None:
            width, height = self.run(
                'const e = document.documentElement; return [e.scrollWidth, e.scrollHeight]')
            clip = (0, 0, width, height)
        x, y, width, height = clip
        answer = self.devtools('Page.captureScreenshot', format='png', captureBeyondViewport=True,
                               clip={'x': x, 'y': y, 'width': width, 'height': height, 'scale': 1})
        return base64.b64decode(answer['data'])

    def print_pdf(self):
        return base64.b64decode(self.devtools('Page.printToPDF', printBackground=True)['data'])
