"""Checks that the code a page quotes stands in the file that it names.

A quote is a fenced block whose last line before it is a path in backticks and
a colon. Usage: quoted_code.py ROOT PAGE...
"""

import pathlib
import re
import sys


def quotes(page):
    """Yields (line number, path, code) for each quote."""
    path = fence = None
    code = []
    for number, line in enumerate(page.read_text().splitlines(), start=1):
        if fence:
            if line == "```":
                if path:
                    yield fence, path, "\n".join(code) + "\n"
                path = fence = None
            else:
                code.append(line)
        elif line.startswith("```"):
            fence, code = number, []
        elif line:
            named = re.fullmatch(r"`([\w./-]+)`:", line)
            path = named.group(1) if named else None


def main(root, *pages):
    found = [(page, *quote) for page in pages
             for quote in quotes(pathlib.Path(page))]
    wrong = [
        f"{page}:{number}: error: not in {path}:\n{code}"
        for page, number, path, code in found
        if code not in pathlib.Path(root, path).read_text()
    ]
    print("\n".join(wrong), end="", file=sys.stderr)
    print(f"{len(found)} quotes, {len(wrong)} wrong")
    return 1 if wrong or not found else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
