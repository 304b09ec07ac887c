#!/usr/bin/env python3
"""What it costs to sample the content of images: a whole agent over a raw, a qcow2 and a compressed qcow2 image, without a limit.

usage: bench/content-scan/run.py [--gib N] [--k 8,10,13] [--heap 32m] [--directory DIR]

Compile first: mvn -q -pl bench -am compile dependency:build-classpath -Dmdep.outputFile=target/classpath. CPU is that of the scanning
thread, read from /proc; images are read once before, so the page cache answers and not a disk. Content: seven tenths come once, two tenths
are one of 1,000 blocks, one tenth is zeros; of that which comes once half of each byte is noise.
"""
import argparse
import os
import random
import re
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BLOCK = 64 << 10


def make_raw(path, gib):
    source = random.Random(1)
    often = [source.randbytes(BLOCK) for _ in range(1000)]
    half = bytes(i & 15 for i in range(256))
    with open(path, 'wb') as out:
        for _ in range((gib << 30) // BLOCK):
            dice = source.random()
            if dice < 0.7:
                out.write(source.randbytes(BLOCK).translate(half))
            else:
                out.write(source.choice(often) if dice < 0.9 else bytes(BLOCK))


def classpath():
    with open(os.path.join(ROOT, 'bench', 'target', 'classpath')) as file:
        return file.read().strip()


def metrics(port):
    with urllib.request.urlopen('http://127.0.0.1:%d/metrics' % port, timeout=5) as answer:
        return {m[1]: float(m[2]) for m in re.finditer(r'^(\w+)(?:\{[^}]*\})? (\S+)$', answer.read().decode(), re.M)}


def scanning_thread_seconds(pid):
    for task in os.listdir('/proc/%d/task' % pid):
        with open('/proc/%d/task/%s/stat' % (pid, task)) as file:
            name, rest = file.read().split('(', 1)[1].rsplit(') ', 1)
        if name == 'content-scan':
            fields = rest.split()
            return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')
    sys.exit('there is no scanning thread')


def resident_mib(pid):
    with open('/proc/%d/status' % pid) as file:
        return int(re.search(r'VmHWM:\s+(\d+)', file.read())[1]) / 1024


def scan(work, image, k, chunk, jvm):
    """One scan by a fresh agent; returns its figures, or None if the agent died of its heap."""
    with tempfile.TemporaryDirectory(dir=work) as directory:
        key = os.path.join(directory, 'key')
        with open(os.open(key, os.O_CREAT | os.O_WRONLY, 0o600), 'w') as file:
            file.write('07' * 32)
        port = random.randrange(20000, 30000)
        config = os.path.join(directory, 'agent.yaml')
        with open(config, 'w') as file:
            file.write('roles: [host]\nstateDirectory: %s/state\nimages: {paths: ["%s"]}\nmetrics: {port: %d}\n'
                       'dedup: {keyFile: "%s", rate: 1TiB, k: %d, chunkBytes: %d}\n'
                       % (directory, image, port, key, k, chunk))
        with open(os.path.join(directory, 'log'), 'w') as log:
            agent = subprocess.Popen(['java', '-XX:+UseSerialGC', '-XX:+ExitOnOutOfMemoryError'] + jvm + ['-cp', classpath(), 'io.ullage.agent.AgentMain',
                                     '--config', config], stdout=log, stderr=log)
        try:
            deadline = time.time() + 1200
            while time.time() < deadline and agent.poll() is None:
                try:
                    now = metrics(port)
                except OSError:
                    now = {}
                if now.get('ullage_agent_content_scan_failures_total', 0) > 0:
                    return None
                if now.get('ullage_agent_content_last_scan_timestamp_seconds', 0) > 0:
                    state = os.path.join(directory, 'state', 'content-scans')
                    return {
                        'bytes': now['ullage_agent_content_read_bytes_total'],
                        'cpu': scanning_thread_seconds(agent.pid),
                        'wall': now['ullage_agent_content_scan_seconds_total'],
                        'kept': now['ullage_agent_content_fingerprints_total'],
                        'rss': resident_mib(agent.pid),
                        'state': sum(os.path.getsize(os.path.join(state, name)) for name in os.listdir(state)),
                    }
                time.sleep(0.2)
            return None
        finally:
            agent.kill()
            agent.wait()


def row(name, k, jvm, figures):
    if figures is None:
        print('| %s | %s | %s | does not finish | | | | | |' % (name, k, ' '.join(jvm)))
        return
    tib = (1 << 40) / figures['bytes']
    print('| %s | %s | `%s` | %.0f | %.0f | %.0f | %.0f | %.0f | %.1f |' % (
        name, k, ' '.join(jvm), figures['bytes'] / figures['cpu'] / 1e6, figures['bytes'] / figures['wall'] / 1e6,
        figures['cpu'] * tib, figures['kept'] * tib, figures['rss'], figures['state'] * tib / (1 << 20)))
    sys.stdout.flush()


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument('--gib', type=int, default=2)
    arguments.add_argument('--k', default='8,10,13')
    arguments.add_argument('--heap', default='32m')
    arguments.add_argument('--directory', default=None)
    given = arguments.parse_args()
    with tempfile.TemporaryDirectory(dir=given.directory) as work:
        raw = os.path.join(work, 'a.raw')
        make_raw(raw, given.gib)
        qcow2, packed = os.path.join(work, 'a.qcow2'), os.path.join(work, 'packed.qcow2')
        subprocess.run(['qemu-img', 'convert', '-O', 'qcow2', raw, qcow2], check=True)
        subprocess.run(['qemu-img', 'convert', '-c', '-O', 'qcow2', raw, packed], check=True)
        print('| image | k | JVM | MB per CPU s | MB/s | CPU s per TiB | fingerprints per TiB | RSS MiB | state MiB per TiB |')
        print('|---|---|---|---|---|---|---|---|---|')
        heap = ['-Xmx' + given.heap]
        for name, image in (('raw', raw), ('qcow2', qcow2), ('qcow2, compressed', packed)):
            for k in given.k.split(','):
                row(name, k, heap, scan(work, image, int(k), 8192, heap))
        slow = heap + ['-XX:TieredStopAtLevel=1']
        row('raw', '13', slow, scan(work, raw, 13, 8192, slow))
        # chunks of 4 KiB and k = 0 keep of 2 GiB as many fingerprints as chunks of 8 KiB and k = 8 of 1 TiB: what heap do they take?
        for megabytes in (12, 16, 20, 24, 32):
            small = ['-Xmx%dm' % megabytes]
            figures = scan(work, raw, 0, 4096, small)
            row('raw, chunks of 4 KiB', '0', small, figures)
            if figures is not None:
                break


if __name__ == '__main__':
    main()
