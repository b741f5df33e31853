"""Writes what the measurements ran on: processor, caches, versions, commit."""

import datetime
import os
import pathlib
import platform
import subprocess

import workshop


def output_of(command):
    """Standard output of a command, empty if there is no such program."""
    try:
        return subprocess.run(command, cwd=workshop.ROOT, text=True,
                              capture_output=True, check=False).stdout.strip()
    except FileNotFoundError:
        return ""


def cpuinfo():
    """{name: value} of the first processor."""
    entries = {}
    for line in pathlib.Path("/proc/cpuinfo").read_text().splitlines():
        name, _, value = line.partition(":")
        entries.setdefault(name.strip(), value.strip())
    return entries


def processor():
    """Its name, which a host may shorten, and what tells kinds apart."""
    entries = cpuinfo()
    name = (entries.get("model name") or entries.get("CPU implementer")
            or platform.machine())
    kind = [f"{key} {entries[entry]}" for key, entry in
            (("family", "cpu family"), ("model", "model"), ("part", "CPU part"))
            if entries.get(entry)]
    return f"{name} ({', '.join(kind)})" if kind else name


def caches():
    sizes = {}
    folder = pathlib.Path("/sys/devices/system/cpu/cpu0/cache")
    for index in sorted(folder.glob("index*")):
        kind = (index / "type").read_text().strip()
        name = "L" + (index / "level").read_text().strip()
        if kind != "Unified":
            name += {"Data": "d", "Instruction": "i"}[kind]
        sizes[name] = (index / "size").read_text().strip()
    return sizes


def package_version(name):
    """Of this system's package, also where there is another architecture's."""
    architecture = output_of(["dpkg", "--print-architecture"])
    return output_of(["dpkg-query", "-W", "-f", "${Version}",
                      f"{name}:{architecture}"])


def describe():
    compiler = output_of([*workshop.cxx_words(), "--version"])
    return {
        "date": datetime.date.today().isoformat(),
        "commit": output_of(["git", "describe", "--always", "--dirty"]),
        "processor": processor(),
        "processors": os.cpu_count(),
        "caches": caches(),
        "memory_bytes": (os.sysconf("SC_PAGE_SIZE") *
                         os.sysconf("SC_PHYS_PAGES")),
        "kernel": f"{platform.system()} {platform.release()}",
        "hypervisor": ("hypervisor" in
                       pathlib.Path("/proc/cpuinfo").read_text()),
        "compiler": compiler.splitlines()[0] if compiler else "",
        "versions": {name: package_version(name) for name in
                     ("libhwy-dev", "libmlir-19-dev", "libbenchmark-dev")},
    }


def main():
    options = workshop.parser_of(__doc__).parse_args()
    workshop.write_json(options.out, describe())


if __name__ == "__main__":
    main()
