"""A sink for messages on loopback: HTTP and SMTP. Answers as the plan file says, writes what it got.

usage: sink.py http|https|smtp FOLDER [PORT]
FOLDER/port appears when it listens; FOLDER/got.N holds request N (first line: path; then the body);
FOLDER/plan, one line a request, says what to answer, default 200:
  STATUS [RETRY_AFTER] [location=URL] [body=BYTES] [wait=SECONDS]
Of mail, the status is what a recipient gets, and envelope and login are the first line; FOLDER/auth
offers a login. https shows FOLDER/cert.pem (key.pem). Ends by itself after two minutes.
"""
import base64
import http.server
import os
import signal
import socket
import ssl
import sys
import time

kind, folder = sys.argv[1:3]
wanted_port = int(sys.argv[3]) if len(sys.argv) > 3 else 0
signal.alarm(120)
count = len([name for name in os.listdir(folder) if name.startswith("got.")])


def planned(number):
    try:
        lines = open(os.path.join(folder, "plan"), encoding="ascii").read().splitlines()
    except FileNotFoundError:
        lines = []
    words = lines[number - 1].split() if number <= len(lines) else ["200"]
    return [w for w in words if "=" not in w], dict(w.split("=", 1) for w in words if "=" in w)


def keep(first, body):
    global count
    count += 1
    with open(os.path.join(folder, f"got.{count}"), "wb") as out:
        out.write(first.encode() + b"\n" + body)


def announce(port):
    path = os.path.join(folder, "port")
    with open(path + ".new", "w", encoding="ascii") as out:
        out.write(str(port))
    os.rename(path + ".new", path)


class Http(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        keep(self.path + " " + self.headers.get("X-Token", ""), body)
        plan, more = planned(count)
        left = int(more.get("body", 0))
        time.sleep(float(more.get("wait", 0)))
        try:
            self.send_response(int(plan[0]))
            if len(plan) > 1:
                self.send_header("Retry-After", plan[1])
            if "location" in more:
                self.send_header("Location", more["location"])
            self.send_header("Content-Length", str(left or 2))
            self.end_headers()
            if left == 0:
                self.wfile.write(b"ok")
            while left > 0:
                left -= self.wfile.write(b"\xff" * min(left, 1 << 20))
        except OSError:
            pass  # nobody waits any more

    def log_message(self, *args):
        pass


def smtp_session(client):
    lines = client.makefile("rb")
    say = lambda text: client.sendall(text.encode() + b"\r\n")
    envelope = []
    say("220 sink")
    for line in lines:
        word = line.strip().upper()
        if word.startswith((b"EHLO", b"HELO")):
            if os.path.exists(os.path.join(folder, "auth")):
                say("250-sink\r\n250 AUTH PLAIN")
            else:
                say("250 sink")
        elif word == b"AUTH PLAIN":
            say("334 ")
            envelope.append(repr(base64.b64decode(next(lines))))
            say("235 ok")
        elif word.startswith(b"RCPT") and planned(count + 1)[0] != ["200"]:
            say(planned(count + 1)[0][0] + " no such mailbox")
        elif word.startswith((b"MAIL", b"RCPT")):
            envelope.append(line.strip().decode())
            say("250 ok")
        elif word == b"DATA":
            say("354 go on")
            body = b""
            for text in lines:
                if text == b".\r\n":
                    break
                body += text
            keep(" ".join(envelope), body)
            say("250 taken")
        elif word == b"QUIT":
            say("221 bye")
            return
        else:
            say("250 ok")


if kind != "smtp":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", wanted_port), Http)
    if kind == "https":
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(os.path.join(folder, "cert.pem"), os.path.join(folder, "key.pem"))
        server.socket = context.wrap_socket(server.socket, server_side=True)
    announce(server.server_port)
    server.serve_forever()
else:
    server = socket.create_server(("127.0.0.1", wanted_port))
    announce(server.getsockname()[1])
    while True:
        peer, _ = server.accept()
        with peer:
            smtp_session(peer)
