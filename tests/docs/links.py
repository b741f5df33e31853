"""Holds that links within the project's Markdown pages lead somewhere: to a file or a
folder, and behind a # to a heading of the page. And that docs/decisions.md lists each
entry of docs/decisions/."""

import argparse
import pathlib
import re
import sys

LINK = re.compile(r"\[[^\]]*\]\(([^()\s]+)\)")
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
HEADING = re.compile(r"^#+ +(.+?) *$", re.MULTILINE)
LEAST_LINKS = 100


def pages_of(root):
    return [page for page in sorted(root.rglob("*.md"))
            if page.relative_to(root).parts[0] not in ("build", ".git")]


def text_of(page):
    """Without code, in which [..](..) is no link."""
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return re.sub(r"`[^`\n]*`", lambda code: code[0].replace("](", "] ("), text)


def anchor_of(heading):
    """As GitHub makes it."""
    heading = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).lower()
    return re.sub(r"[^\w\- ]", "", heading).replace(" ", "-")


def anchors_of(page):
    text = FENCE.sub("", page.read_text(encoding="utf-8"))
    return {anchor_of(heading) for heading in HEADING.findall(text)}


def complaint_of(page, link):
    """What is wrong with a link of a page, or None."""
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return "there is no such file"
    if anchor and anchor not in anchors_of(target):
        return "there is no such heading"
    return None


def check_links(root):
    checked = 0
    complaints = []
    for page in pages_of(root):
        for link in LINK.findall(text_of(page)):
            if re.match(r"[a-z]+:", link):
                continue  # elsewhere
            checked += 1
            complaint = complaint_of(page, link)
            if complaint:
                complaints.append(f"{page.relative_to(root)}: {link}: {complaint}")
    return checked, complaints


def check_index(root):
    """Decisions that the index lacks."""
    index = set(LINK.findall(text_of(root / "docs/decisions.md")))
    return [f"docs/decisions.md: {subject.name} has an entry that is not listed: {entry}"
            for subject in sorted((root / "docs/decisions").glob("*.md"))
            for entry in re.findall(r"^## (.+)$", subject.read_text(), re.MULTILINE)
            if f"decisions/{subject.name}#{anchor_of(entry)}" not in index]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root", type=pathlib.Path)
    root = parser.parse_args().root.resolve()
    checked, complaints = check_links(root)
    complaints += check_index(root)
    if checked < LEAST_LINKS:
        complaints.append(f"only {checked} links; this looks at the wrong folder")
    print(*complaints, f"{checked} links, {len(complaints)} complaints", sep="\n")
    sys.exit(bool(complaints))


if __name__ == "__main__":
    main()
