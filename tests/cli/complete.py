"""Types into an interactive shell on a terminal of its own, and says what its completion makes of it.

complete.py SHELL SETUP RECORD LINE...
SHELL is started with the file SETUP; each LINE gets a tab and a line end behind it. What it runs (a program
that writes its arguments to the file RECORD, one a line, and then the empty file RECORD.done) is printed,
arguments joined by '|'."""
import os
import pty
import select
import sys
import time

READY = b"@ready@"
PATIENCE_S = 30

START = {
    "bash": lambda setup: ["bash", "--noprofile", "--rcfile", setup, "-i"],
    "zsh": lambda setup: ["zsh", "-d", "-f", "-i"],  # types `source SETUP` itself
    "fish": lambda setup: ["fish", "--no-config", "-i", "-C", "source " + setup],
}


class Terminal:
    def __init__(self, arguments):
        self.child, self.end = pty.fork()
        if self.child == 0:
            os.environ["TERM"] = "dumb" if arguments[0] != "fish" else "xterm"
            os.execvp(arguments[0], arguments)
        self.seen = b""

    def read_until(self, reached):
        limit = time.monotonic() + PATIENCE_S
        while not reached():
            if time.monotonic() > limit:
                sys.exit("the shell does not answer: %r" % self.seen[-300:])
            if select.select([self.end], [], [], 0.05)[0]:
                try:
                    self.seen += os.read(self.end, 65536)
                except OSError:
                    sys.exit("the shell ended: %r" % self.seen[-300:])

    def prompt(self):
        self.read_until(lambda: READY in self.seen)
        self.seen = b""

    def type(self, text):
        os.write(self.end, text.encode())


def main():
    shell, setup, record, *lines = sys.argv[1:]
    terminal = Terminal(START[shell](setup))
    if shell == "zsh":
        terminal.type("source %s\r" % setup)
    terminal.prompt()
    done = record + ".done"
    for line in lines:
        terminal.type(line + "\t\r")
        terminal.read_until(lambda: os.path.exists(done))
        with open(record) as file:
            print(file.read().rstrip("\n").replace("\n", "|"))
        os.remove(done)
        terminal.prompt()
    terminal.type("exit\r")
    os.close(terminal.end)
    os.waitpid(terminal.child, 0)


main()
