"""A sink for messages on loopback: HTTP and SMTP. Answers as the plan file says, writes what it got.

usage: sink.py http|smtp FOLDER [PORT]
FOLDER/port appears when it listens; FOLDER/got.N holds request N (first line: path; then the body);
FOLDER/plan, one line a request, says what to answer: "200", "503", "429 RETRY_AFTER", default 200.
Ends by itself after two minutes.
"""
import http.server
import os
import signal
import socket
import sys

kind, folder = sys.argv[1:3]
wanted_port = int(sys.argv[3]) if len(sys.argv) > 3 else 0
signal.alarm(120)
count = len([name for name in os.listdir(folder) if name.startswith("got.")])


def planned():
    try:
        lines = open(os.path.join(folder, "plan"), encoding="ascii").read().splitlines()
    except FileNotFoundError:
        lines = []
    return lines[count - 1].split() if count <= len(lines) else ["200"]


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
        plan = planned()
        self.send_response(int(plan[0]))
        if len(plan) > 1:
            self.send_header("Retry-After", plan[1])
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")

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
            say("250 sink")
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


if kind == "http":
    server = http.server.ThreadingHTTPServer(("127.0.0.1", wanted_port), Http)
    announce(server.server_port)
    server.serve_forever()
else:
    server = socket.create_server(("127.0.0.1", wanted_port))
    announce(server.getsockname()[1])
    while True:
        peer, _ = server.accept()
        with peer:
            smtp_session(peer)
