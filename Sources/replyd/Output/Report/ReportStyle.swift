/// The style sheet of an HTML report. Nothing of a report goes into it.
enum ReportStyle {
  static let sheet: Markup = """
    :root { color-scheme: light dark; --page: #fff; --text: #1c2430; --soft: #586374;
      --line: #dfe4ea; --card: #f5f7f9; --link: #0b57a4; --bad: #b3261e;
      --negative: #c2554b; --neutral: #9aa7b6; --positive: #3b8f6b; --unlabelled: #c9d1da;
      --met: #3b8f6b; --missed: #c2554b; --running: #a87718; --replied: #2a6fb0;
      --untreated: #8a6fb0; }
    @media (prefers-color-scheme: dark) { :root { --page: #12171d; --text: #e6eaef;
      --soft: #a3afbd; --line: #2c3540; --card: #1a2129; --link: #7db7f0; --bad: #f2938a;
      --negative: #d9776d; --neutral: #7d8b9b; --positive: #55ad87; --unlabelled: #495563;
      --met: #4a9d79; --missed: #d9776d; --running: #b3842a; --replied: #6aaae4;
      --untreated: #b39ad6; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1.5rem clamp(1rem, 4vw, 2.5rem) 3rem; max-width: 76rem;
      background: var(--page); color: var(--text);
      font: 16px/1.5 system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; }
    h1 { margin: 0; font-size: 1.7rem; line-height: 1.2; overflow-wrap: anywhere; }
    h2 { margin: 2.2rem 0 .6rem; font-size: 1.2rem; }
    h3 { margin: 1.4rem 0 .3rem; font-size: 1rem; }
    .period, footer, figcaption { color: var(--soft); }
    .period { margin: .2rem 0 0; }
    footer { margin-top: 2.5rem; border-top: 1px solid var(--line); font-size: .85rem; }
    .tiles { display: grid; gap: .75rem; margin-top: 1.2rem;
      grid-template-columns: repeat(auto-fit, minmax(11.5rem, 1fr)); }
    .tile { padding: .9rem 1rem; background: var(--card); border: 1px solid var(--line);
      border-radius: .6rem; }
    .tile h2 { margin: 0; font-size: .85rem; font-weight: 600; color: var(--soft); }
    .tile p { margin: .2rem 0 0; font-size: .82rem; color: var(--soft); }
    .tile .value { font-size: 1.8rem; line-height: 1.25; font-weight: 650; color: var(--text);
      font-variant-numeric: tabular-nums; }
    .tile.bad .value { color: var(--bad); }
    figure { margin: .5rem 0 1rem; }
    figcaption { font-size: .85rem; }
    .chart { display: block; width: 100%; max-width: 60rem; height: auto; }
    svg text { fill: var(--soft); font-size: 11px; font-family: inherit; }
    svg .inside { fill: #fff; font-weight: 600; }
    .grid { stroke: var(--line); stroke-width: 1; }
    .spark polyline { fill: none; stroke: var(--replied); stroke-width: 1.5; }
    .key { white-space: nowrap; margin-right: .8rem; }
    .key i { display: inline-block; width: .75em; height: .75em; margin-right: .35em;
      border-radius: .15em; background: currentColor; }
    .negative { fill: var(--negative); color: var(--negative); }
    .neutral { fill: var(--neutral); color: var(--neutral); }
    .positive { fill: var(--positive); color: var(--positive); }
    .unlabelled { fill: var(--unlabelled); color: var(--unlabelled); }
    .met { fill: var(--met); color: var(--met); }
    .missed { fill: var(--missed); color: var(--missed); }
    .running { fill: var(--running); color: var(--running); }
    .replied { fill: var(--replied); color: var(--replied); stroke: var(--replied); }
    .untreated { fill: var(--untreated); color: var(--untreated); stroke: var(--untreated); }
    line.range { stroke-width: 2.5; } span.range { white-space: nowrap; }
    .wide { overflow-x: auto; margin: .4rem 0 1rem; }
    table { border-collapse: collapse; width: 100%; font-size: .9rem;
      font-variant-numeric: tabular-nums; }
    th, td { padding: .35rem .7rem .35rem 0; text-align: right; vertical-align: top;
      border-bottom: 1px solid var(--line); }
    thead th { font-size: .8rem; font-weight: 600; color: var(--soft); vertical-align: bottom; }
    th:first-child, td:first-child, .text { text-align: left; }
    tbody th { font-weight: 500; min-width: 8rem; }
    tbody th, .text { overflow-wrap: anywhere; }
    td { white-space: nowrap; } td.text { white-space: normal; min-width: 7rem; }
    td small { display: block; color: var(--soft); white-space: normal; }
    .apart { padding-left: 1rem; border-left: 1px solid var(--line); }
    a { color: var(--link); }
    summary { cursor: pointer; color: var(--link); font-size: .9rem; }
    @media (max-width: 40rem) { .tiles { grid-template-columns: 1fr 1fr; }
      .tile:first-child { grid-column: 1 / -1; } svg.chart text { font-size: 20px; }
      td { white-space: normal; }
      .tile .value { font-size: 1.45rem; } body { padding-top: 1rem; } }
    @media print { :root { color-scheme: light; } body { max-width: none; font-size: 11px; }
      .wide { overflow: visible; } table { font-size: 9px; }
      section, figure, tr { break-inside: avoid; } section { break-inside: auto; }
      h2, h3 { break-after: avoid; } * { print-color-adjust: exact; } }
    """
}
