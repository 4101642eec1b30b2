# What stands in front of an EC2: passes everything on, but for the answer to the first order of a machine, which never comes. Says where it
# is in a line, and "ordered" once the machine is there.  slow_ec2.py ADDRESS EC2     It ends with its standard input.
import os, sys, threading, time, urllib.error, urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ORDERS = (b"Action=RunInstances", b"Action=CreateFleet")
held = threading.Lock()


class Relay(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        call = urllib.request.Request(sys.argv[2] + self.path, body or None, dict(self.headers), method=self.command)
        try:
            answer = urllib.request.urlopen(call, timeout=60)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        text = answer.read()
        if any(order in body for order in ORDERS) and held.acquire(blocking=False):
            print("ordered", flush=True)
            time.sleep(3600)
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            if name.lower() not in ("connection", "content-length", "transfer-encoding", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    do_GET = do_POST = do_PUT = pass_on

    def log_message(self, *_):
        pass


def end_with_input():
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_input, daemon=True).start()
server = ThreadingHTTPServer((sys.argv[1], 0), Relay)
print(f"http://{sys.argv[1]}:{server.server_port}", flush=True)
server.serve_forever()
