"""What a sketch must hold, from what qemu-img says: sketch.py RAW MAP_JSON KEY_HEX DOMAIN CHUNK_BYTES K.

Prints "mapped zero" in bytes, then "hash references" for each fingerprint that is kept. Only ranges that the top image maps count.
"""
import hashlib
import hmac
import json
import sys
from collections import Counter

raw, map_json, key_hex, domain, chunk_bytes, k = sys.argv[1:]
chunk_bytes, k = int(chunk_bytes), int(k)
key = hmac.new(bytes.fromhex(key_hex), b"io.ullage.dedup.domain:" + domain.encode(), hashlib.sha256).digest()
data = open(raw, "rb").read()
own = bytearray(len(data))
mapped = bytearray(len(data))
for extent in json.load(open(map_json)):
    if extent["depth"] == 0 and extent["data"]:
        start, end = extent["start"], min(extent["start"] + extent["length"], len(data))
        own[start:end] = data[start:end]
        mapped[start:end] = b"\1" * (end - start)
zero = 0
kept = Counter()
for start in range(0, len(data), chunk_bytes):
    chunk = bytes(own[start:start + chunk_bytes])
    if not any(chunk):
        zero += sum(mapped[start:start + chunk_bytes])
        continue
    digest = hmac.new(key, chunk.ljust(chunk_bytes, b"\0"), hashlib.sha256).digest()
    value = int.from_bytes(digest[:8], "big", signed=True)
    if value % (1 << k) == 0:
        kept[value] += 1
print(sum(mapped), zero)
for value, references in kept.items():
    print(value, references)
