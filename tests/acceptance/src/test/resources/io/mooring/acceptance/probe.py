"""A validating webhook that refuses everything and says so, and an aggregated API of one page: probe.py PORT PEM."""

import json
import ssl
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Probe(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.answer({"kind": "Page", "from": "the node"} if self.path.endswith("/page") else self.resources())

    def do_POST(self):
        review = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        refused = {"uid": review["request"]["uid"], "allowed": False, "status": {"message": "the webhook of the node was asked"}}
        self.answer({"apiVersion": "admission.k8s.io/v1", "kind": "AdmissionReview", "response": refused})

    def resources(self):
        return {"kind": "APIResourceList", "apiVersion": "v1", "groupVersion": "probe.mooring.test/v1", "resources": []}

    def answer(self, body):
        text = json.dumps(body, separators=(",", ":")).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)

    def finish_request(self, request, client_address):
        # in the thread of the connection, so that a slow handshake holds up no other
        with self.tls.wrap_socket(request, server_side=True) as opened:
            self.RequestHandlerClass(opened, client_address, self)

    def handle_error(self, *_):
        pass


Server.tls.load_cert_chain(sys.argv[2])
Server(("0.0.0.0", int(sys.argv[1])), Probe).serve_forever()
