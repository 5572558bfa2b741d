"""Python's feedparser on the same feeds: 16 threads, validators and items kept in one JSON file. Arguments: server, feeds, file."""
import json, os, sys
from concurrent.futures import ThreadPoolExecutor
import feedparser

server, feeds, path = sys.argv[1], int(sys.argv[2]), sys.argv[3]
state = json.load(open(path)) if os.path.exists(path) else {}

def read(index):
    url = f"{server}/scale/{index}.xml"
    kept = state.get(url, {})
    found = feedparser.parse(url, etag=kept.get("etag"), modified=kept.get("modified"))
    if found.get("status") == 304:
        return url, kept
    items = {entry.get("id", entry.get("link")): entry.get("title") for entry in found.entries}
    return url, {"etag": found.get("etag"), "modified": found.get("modified"), "items": items}

with ThreadPoolExecutor(16) as pool:
    state = dict(pool.map(read, range(feeds)))
json.dump(state, open(path, "w"))
