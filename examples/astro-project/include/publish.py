"""Sends a report to its readers: `publish.py NAME`."""

import sys

if __name__ == "__main__":
    print(f"published {sys.argv[1]}")
