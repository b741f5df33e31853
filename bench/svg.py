"""Draws charts of lines and points as SVG, without any library."""

import html
import math

WIDTH, HEIGHT = 760, 440
LEFT, RIGHT, TOP, BOTTOM = 76, 190, 44, 60
COLOURS = ("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#ff7f0e", "#17818f",
           "#8c564b", "#5f5f5f")


def plain(number):
    """10000 -> "10,000", 0.25 -> "0.25"."""
    return f"{number:,.0f}" if number >= 10 else f"{number:g}"


class Axis:
    """A logarithmic axis from `low` to `high`, onto pixels `start` to `end`."""

    def __init__(self, label, values, start, end):
        self.label = label
        self.start, self.end = start, end
        # A little air, so that no point lies on the frame.
        self.low, self.high = min(values) / 1.25, max(values) * 1.25

    def place(self, value):
        part = math.log(value / self.low) / math.log(self.high / self.low)
        return self.start + part * (self.end - self.start)

    def ticks(self):
        decades = range(math.floor(math.log10(self.low)),
                        math.ceil(math.log10(self.high)) + 1)
        marks = [digit * 10.0 ** power for power in decades
                 for digit in (1, 2, 5)]
        marks = [mark for mark in marks if self.low <= mark <= self.high]
        tens = [mark for mark in marks if f"{mark:e}".startswith("1")]
        return tens if len(marks) > 9 and len(tens) > 1 else marks


class Chart:
    """Curves are given first; `render` finds the axes that hold them all."""

    def __init__(self, title, x_label, y_label):
        self.title, self.x_label, self.y_label = title, x_label, y_label
        self.curves = []
        self.dots = []

    def line(self, name, points, dashed=False, marks=True):
        """Points are (x, y), above zero."""
        self.curves.append((name, points, dashed, marks))

    def point(self, name, x, y):
        self.dots.append((name, x, y))

    def render(self):
        places = [point for _, points, _, _ in self.curves for point in points]
        places += [(x, y) for _, x, y in self.dots]
        x_axis = Axis(self.x_label, [x for x, _ in places], LEFT,
                      WIDTH - RIGHT)
        y_axis = Axis(self.y_label, [y for _, y in places], HEIGHT - BOTTOM,
                      TOP)
        parts = [*frame(self.title, x_axis, y_axis)]
        legend = []
        for index, (name, points, dashed, marks) in enumerate(self.curves):
            colour = COLOURS[index % len(COLOURS)]
            parts += curve(points, x_axis, y_axis, colour, dashed, marks)
            legend.append((name, colour, "8 4" if dashed else "none"))
        for index, (name, x, y) in enumerate(self.dots):
            number = index + 1
            parts += dot(number, x_axis.place(x), y_axis.place(y))
            legend.append((f"{number} {name}", "#000000", None))
        parts += key(legend)
        return document(parts)


def text(x, y, content, anchor="middle", size=12, extra=""):
    return (f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" '
            f'font-size="{size}"{extra}>{html.escape(content)}</text>')


def segment(x1, y1, x2, y2, colour, width=1.0, dash="none"):
    return (f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" '
            f'stroke="{colour}" stroke-width="{width}" '
            f'stroke-dasharray="{dash}"/>')


def frame(title, x_axis, y_axis):
    yield text((x_axis.start + x_axis.end) / 2, 24, title, size=15)
    for mark in x_axis.ticks():
        x = x_axis.place(mark)
        yield segment(x, y_axis.start, x, y_axis.end, "#dddddd")
        yield text(x, y_axis.start + 18, plain(mark))
    for mark in y_axis.ticks():
        y = y_axis.place(mark)
        yield segment(x_axis.start, y, x_axis.end, y, "#dddddd")
        yield text(x_axis.start - 8, y + 4, plain(mark), anchor="end")
    yield text((x_axis.start + x_axis.end) / 2, HEIGHT - 16, x_axis.label)
    middle = (y_axis.start + y_axis.end) / 2
    yield text(18, middle, y_axis.label,
               extra=f' transform="rotate(-90 18 {middle:.1f})"')


def curve(points, x_axis, y_axis, colour, dashed, marks):
    places = [(x_axis.place(x), y_axis.place(y)) for x, y in points]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    yield (f'<polyline points="{path}" fill="none" stroke="{colour}" '
           f'stroke-width="2" stroke-dasharray="{"8 4" if dashed else "none"}"'
           '/>')
    if marks:
        for x, y in places:
            yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>'


def dot(number, x, y):
    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="8" fill="#000000" stroke="#ffffff"/>'
    yield text(x, y + 4, str(number), size=11, extra=' fill="#ffffff"')


def key(entries):
    x = WIDTH - RIGHT + 12
    for index, (name, colour, dash) in enumerate(entries):
        y = TOP + 10 + 20 * index
        if dash is None:
            yield text(x, y + 4, name, anchor="start", size=11)
        else:
            yield segment(x, y, x + 24, y, colour, 2, dash)
            yield text(x + 30, y + 4, name, anchor="start", size=11)


def document(parts):
    body = "\n".join(parts)
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" '
            f'height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}" '
            'font-family="sans-serif">\n'
            f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>\n'
            f"{body}\n</svg>\n")
