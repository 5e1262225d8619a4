"""Draws `DetectBench --curve` as an SVG: detection delay against false alarms, by threshold.

    .build/release/DetectBench --curve | python3 Tests/Quality/detection_curve.py > docs/detection.svg
"""

import csv, sys

WIDTH, HEIGHT, LEFT, TOP, RIGHT, BOTTOM = 720, 380, 70, 46, 150, 54
COLOURS = {"10": "#0b6e4f", "5": "#1f6feb", "3": "#b4690e"}
FALSE, DELAY = [0, 0.125, 0.5, 2, 8], [5, 10, 20, 40, 80, 160]


def place(value, ticks, length):
    """Between the ticks, which are evenly spaced."""
    if value <= ticks[0]:
        return 0
    for number, (low, high) in enumerate(zip(ticks, ticks[1:])):
        if value <= high:
            return (number + (value - low) / (high - low)) / (len(ticks) - 1) * length
    return length


def main():
    rows = [row for row in csv.DictReader(sys.stdin)
            if row["interval"] == "300" and row["per_day"] == "2000" and row["dispersion"] == "0.3"]
    width, height = WIDTH - LEFT - RIGHT, HEIGHT - TOP - BOTTOM
    x = lambda value: LEFT + place(value, FALSE, width)
    y = lambda value: TOP + height - place(value, DELAY, height)
    out = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="system-ui, sans-serif" '
        'font-size="12" role="img" aria-label="Detection delay against false alarms">',
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="20" font-size="15" fill="#111">Detection delay against false alarms, by threshold</text>',
        f'<text x="{LEFT}" y="36" fill="#555">2,000 messages a day, dispersion 0.3, five-minute counts, bursts of six hours; '
        'filled: the threshold in use</text>']
    for tick in FALSE:
        out.append(f'<path d="M{x(tick):.1f} {TOP}V{TOP + height}" stroke="#ddd"/>'
                   f'<text x="{x(tick):.1f}" y="{TOP + height + 18}" text-anchor="middle" fill="#333">{tick:g}</text>')
    for tick in DELAY:
        out.append(f'<path d="M{LEFT} {y(tick):.1f}H{LEFT + width}" stroke="#ddd"/>'
                   f'<text x="{LEFT - 8}" y="{y(tick) + 4:.1f}" text-anchor="end" fill="#333">{tick}</text>')
    out.append(f'<text x="{LEFT + width / 2}" y="{HEIGHT - 14}" text-anchor="middle" fill="#333">false alarms a month</text>')
    out.append(f'<text transform="translate(20 {TOP + height / 2}) rotate(-90)" text-anchor="middle" fill="#333">'
               'mean delay, minutes</text>')
    label = TOP
    for factor, colour in COLOURS.items():
        points = [row for row in rows if row["burst_factor"] == factor and float(row["detected_share"]) > 0]
        path = " ".join(f'{x(float(p["false_alarms_per_month"])):.1f},{y(float(p["mean_delay_minutes"])):.1f}' for p in points)
        out.append(f'<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>')
        for p in points:
            chosen = p["threshold"] == "1.00"
            out.append(
                f'<circle cx="{x(float(p["false_alarms_per_month"])):.1f}" cy="{y(float(p["mean_delay_minutes"])):.1f}" '
                f'r="{5 if chosen else 3}" fill="{colour if chosen else "#fff"}" stroke="{colour}" stroke-width="1.5">'
                f'<title>threshold {p["threshold"]}: {float(p["detected_share"]):.0%} found</title></circle>')
            if chosen:
                out.append(f'<text x="{LEFT + width + 14}" y="{label + 14}" fill="{colour}">{factor}×: '
                           f'{float(p["detected_share"]):.0%} found</text>')
                label += 20
    print("\n".join(out + ["</svg>"]))


if __name__ == "__main__":
    main()
