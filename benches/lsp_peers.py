"""Drives language servers with the same edits; benches/lsp_peers.sh runs it."""

import json
import os
import pathlib
import queue
import statistics
import subprocess
import sys
import threading
import time

PATIENCE = 60


class Server:
    """One server with one open file."""

    def __init__(self, name, command, root, path, language, settings):
        self.name, self.settings, self.version = name, settings, 1
        self.lines = path.read_text().splitlines(keepends=True)
        self.uri, self.messages = path.as_uri(), queue.Queue()
        started = time.perf_counter()
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
        threading.Thread(target=self.read, daemon=True).start()
        capabilities = {
            "workspace": {"configuration": True, "didChangeConfiguration": {"dynamicRegistration": True}},
            "textDocument": {"publishDiagnostics": {"versionSupport": True}},
        }
        folders = [{"uri": root.as_uri(), "name": "measured"}]
        self.say(id=1, method="initialize", params={
            "processId": os.getpid(), "rootUri": root.as_uri(), "workspaceFolders": folders,
            "capabilities": capabilities, "initializationOptions": {"settings": settings.get("ruff", {})},
        })
        self.wait(lambda it: it.get("id") == 1 and "method" not in it)
        self.initialize = time.perf_counter() - started
        self.say(method="initialized", params={})
        self.say(method="workspace/didChangeConfiguration", params={"settings": settings})
        document = {"uri": self.uri, "languageId": language, "version": 1, "text": "".join(self.lines)}
        self.say(method="textDocument/didOpen", params={"textDocument": document})
        self.diagnostics()
        self.first = time.perf_counter() - started
        self.times = []

    def read(self):
        while True:
            length = 0
            while line := self.process.stdout.readline().strip():
                if line.lower().startswith(b"content-length"):
                    length = int(line.split(b":")[1])
            if not length:
                return
            self.messages.put((time.perf_counter(), json.loads(self.process.stdout.read(length))))

    def say(self, **message):
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def wait(self, is_it):
        end = time.monotonic() + PATIENCE
        while True:
            try:
                at, message = self.messages.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                sys.exit(f"{self.name} does not answer")
            if "id" in message and "method" in message:
                items = message["params"]["items"] if message["method"] == "workspace/configuration" else []
                result = [self.settings.get(item.get("section")) for item in items] or None
                self.say(id=message["id"], result=result)
            elif is_it(message):
                return at, message

    def diagnostics(self):
        """Waits for those of the text as it is; a server that does not say the version is believed."""
        def is_it(message):
            params = message.get("params") or {}
            is_ours = message.get("method") == "textDocument/publishDiagnostics" and params["uri"] == self.uri
            return is_ours and params.get("version") in (None, self.version)
        at, message = self.wait(is_it)
        return at, len(message["params"]["diagnostics"])

    def edit(self, line, old, new):
        """Replaces `old` in a line, and waits. Gives the number of diagnostics."""
        column = self.lines[line].index(old)
        self.lines[line] = self.lines[line].replace(old, new, 1)
        self.version += 1
        span = {"start": {"line": line, "character": column}, "end": {"line": line, "character": column + len(old)}}
        before = time.perf_counter()
        self.say(method="textDocument/didChange", params={
            "textDocument": {"uri": self.uri, "version": self.version},
            "contentChanges": [{"range": span, "text": new}],
        })
        at, count = self.diagnostics()
        self.times.append(at - before)
        return count

    def settle(self):
        """Lets pass what a server says late."""
        time.sleep(2)
        while not self.messages.empty():
            self.messages.get()

    def memory(self):
        status = pathlib.Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0]) / 1024


def main():
    root, edits = pathlib.Path(sys.argv[1]).resolve(), int(sys.argv[2])
    cores = sorted(os.sched_getaffinity(0))[:2]
    os.sched_setaffinity(0, cores)
    deployment, dag = root / "deployments/long.yaml", root / "dags/long.py"
    airlint = [os.environ["AIRLINT"], "lsp"]
    schema = pathlib.Path(os.environ["SCHEMA"]).as_uri()
    yaml = {"yaml": {"validate": True, "schemaStore": {"enable": False}, "schemas": {schema: ["**/deployments/*.yaml"]}}}
    ruff = {"ruff": {"lint": {"preview": True, "select": ["AIR", "F"]}}}
    servers = [
        Server("airlint", airlint, root, deployment, "yaml", {}),
        Server("yaml-language-server", [os.environ["YAMLLS"], "--stdio"], root, deployment, "yaml", yaml),
        Server("airlint", airlint, root, dag, "python", {}),
        Server("ruff server", [os.environ["RUFF"], "server"], root, dag, "python", ruff),
    ]
    # An edit that makes a fault that all of a file's servers see, and mends it: a wrong type, a broken line.
    faults = {
        deployment.as_uri(): ("max_worker_count: 4", "max_worker_count: x"),
        dag.as_uri(): ("max_active_runs=1", "max_active_runs="),
    }
    for server in servers:
        server.settle()
    counts = {id(server): set() for server in servers}
    for turn in range(edits):
        for server in servers:
            right, wrong = faults[server.uri]
            old, new = (right, wrong) if turn % 2 == 0 else (wrong, right)
            line = next(number for number, line in enumerate(server.lines) if old in line)
            count = server.edit(line, old, new)
            counts[id(server)].add((turn % 2, count))
    print(f"{len(cores)} cores, {edits} edits each, {len(list(root.rglob('*.py')))} Python files")
    print(f"{'server':22} {'file':20} {'lines':>5}  {'initialize':>10} {'first':>9} {'median':>9} {'p95':>9} {'memory':>9}")
    for server in servers:
        times = sorted(server.times)
        file = server.uri.rsplit("/", 2)
        print(f"{server.name:22} {'/'.join(file[1:]):20} {len(server.lines):5}  {server.initialize * 1e3:7.1f} ms"
              f" {server.first * 1e3:6.0f} ms {statistics.median(times) * 1e3:6.1f} ms {times[len(times) * 95 // 100] * 1e3:6.1f} ms"
              f" {server.memory():5.0f} MiB")
        if len({count for _, count in counts[id(server)]}) < 2:
            sys.exit(f"{server.name} does not see the edits of {server.uri}: {counts[id(server)]}")
    for server in servers:
        server.process.kill()


main()
