#!/usr/bin/env python3
"""The map of a 1 TiB qcow2 with 1,048,576 scattered clusters: Ullage beside qemu-img, in one run.

usage: bench/qcow2-map/run.py [--repeats N] [--image FILE] [--markdown]

Compile first: mvn -q -pl bench -am compile. Every round runs each command once, so that a busy machine is busy for all of them.
CPU is user + system time of the whole process, JVM start included; RSS is its peak.
"""
import argparse
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
CLASSES = [os.path.join(ROOT, 'agents', 'image', 'target', 'classes'), os.path.join(ROOT, 'bench', 'target', 'classes')]
MAIN = 'io.ullage.bench.qcow2.MapImage'
# A short command: one thread, no optimising compiler, the heap that the target allows.
JVM = ['java', '-Xmx64m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', '-Xshare:auto']


def measured(command):
    """Runs a command; returns its CPU seconds and its peak of RSS in MiB."""
    with open(os.devnull, 'w') as nothing:
        process = subprocess.Popen(command, stdout=nothing)
        _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) != 0:
        sys.exit('failed: ' + ' '.join(command))
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def archived(directory, image):
    """A jar of both class folders, and a class data sharing archive for it."""
    jar, archive = os.path.join(directory, 'map.jar'), os.path.join(directory, 'map.jsa')
    folders = [word for folder in CLASSES for word in ('-C', folder, 'io/ullage/' + ('image' if 'agents' in folder else 'bench/qcow2'))]
    subprocess.run(['jar', 'cf', jar] + folders, check=True)
    subprocess.run(JVM + ['-XX:ArchiveClassesAtExit=' + archive, '-cp', jar, MAIN, 'totals', image], check=True,
                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    return ['-XX:SharedArchiveFile=' + archive, '-cp', jar, MAIN]


def agree(image, totals, extents):
    """What is measured must be right: same data bytes, and the same extents, as qemu-img map tells."""
    written = int(re.search(r'"writtenBytes": (\d+)', subprocess.run(totals, check=True, capture_output=True, text=True).stdout).group(1))
    entry = re.compile(r'"start": (\d+), "length": (\d+), "depth": (\d+).*?"data": (\w+)')

    def merged(command):
        before = None
        for line in subprocess.Popen(command, stdout=subprocess.PIPE, text=True).stdout:
            found = entry.search(line)
            start, length, state = int(found[1]), int(found[2]), (found[3], found[4])
            if before and before[2] == state:
                before = (before[0], before[1] + length, state)
            else:
                if before:
                    yield before
                before = (start, length, state)
        yield before

    data, count = 0, 0
    ours = merged(extents)
    for theirs in merged(['qemu-img', 'map', '--output=json', image]):
        if theirs != next(ours, None):
            sys.exit('the maps differ at %s' % (theirs,))
        count += 1
        data += theirs[1] if theirs[2][1] == 'true' else 0
    if data != written or next(ours, None) is not None:
        sys.exit('written bytes differ: qemu-img %d, ours %d' % (data, written))
    return count, data


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument('--repeats', type=int, default=7)
    options.add_argument('--image', help='an image of your own instead of the generated one')
    options.add_argument('--markdown', action='store_true', help='print the table for docs/qcow2-map.md')
    arguments = options.parse_args()
    for tool in ('qemu-img', 'java', 'jar'):
        if not shutil.which(tool):
            sys.exit(tool + ' is not installed (packages qemu-utils, openjdk-17-jdk-headless)')
    for folder in CLASSES:
        if not os.path.isdir(folder):
            sys.exit(folder + ' is missing; compile first: mvn -q -pl bench -am compile')

    with tempfile.TemporaryDirectory(prefix='ullage-qcow2-map') as directory:
        plain = JVM + ['-cp', os.pathsep.join(CLASSES)]
        image = arguments.image
        if not image:
            image = os.path.join(directory, 'scattered.qcow2')
            subprocess.run(plain + ['io.ullage.bench.qcow2.ScatteredImage', image, str(1 << 40), '16'], check=True)
            subprocess.run(['qemu-img', 'check', '-q', image], check=True)
        shared = JVM + archived(directory, image)
        extents, data = agree(image, plain + [MAIN, 'totals', image], plain + [MAIN, 'extents', image])
        print('%s: %d extents, %d bytes of data; qemu-img map and Ullage agree on each' % (os.path.basename(image), extents, data))

        commands = {
            'qemu-img map --output=json': ['qemu-img', 'map', '--output=json', image],
            'qemu-img measure -O qcow2': ['qemu-img', 'measure', '-O', 'qcow2', image],
            'qemu-img check': ['qemu-img', 'check', image],
            'Ullage map, totals': plain + [MAIN, 'totals', image],
            'Ullage map, totals, class archive': shared + ['totals', image],
            'Ullage map, every extent as JSON': shared + ['extents', image],
            'an empty JVM, for comparison': JVM + ['--version'],
        }
        runs = {name: [] for name in commands}
        for _ in range(arguments.repeats):
            for name, command in commands.items():
                runs[name].append(measured(command))

        cpu = {name: statistics.median(run[0] for run in values) for name, values in runs.items()}
        columns = '| %-34s | %8s | %8s | %8s | %10s | %10s |' if arguments.markdown else '%-34s %8s %8s %8s %10s %10s'
        print(columns % ('command', 'CPU s', 'least', 'RSS MiB', 'map / this', 'check/this'))
        if arguments.markdown:
            print('|---|---|---|---|---|---|')
        for name, values in runs.items():
            print(columns % (name, '%.3f' % cpu[name], '%.3f' % min(run[0] for run in values), '%.0f' % max(run[1] for run in values),
                             '%.1f' % (cpu['qemu-img map --output=json'] / cpu[name]), '%.2f' % (cpu['qemu-img check'] / cpu[name])))
        warm = subprocess.run(plain + [MAIN, 'warm', image, '20'], check=True, capture_output=True, text=True).stdout
        walks = [float(word) for word in warm.split(' ms')[0].split()]
        print('in one process, walks 11 to 20: %.0f ms CPU each, %.0f times less than qemu-img map'
              % (statistics.median(walks[10:]), 1000 * cpu['qemu-img map --output=json'] / statistics.median(walks[10:])))


if __name__ == '__main__':
    main()
