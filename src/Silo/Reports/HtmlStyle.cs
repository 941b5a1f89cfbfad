namespace Prcl.Silo.Reports;

/// <summary>How the page looks.</summary>
internal static class HtmlStyle
{
    /// <summary>The style sheet.</summary>
    public const string Sheet = """
        :root{--page:#fafaf8;--card:#fff;--ink:#1d2126;--soft:#5c6570;--rule:#e3e5e8;--grid:#eceef0;--learn:#0a7d6c;--frozen:#9aa3ad;--up:#0a7d6c;--down:#b3402a}
        @media (prefers-color-scheme:dark){:root{--page:#14171a;--card:#1c2024;--ink:#e8eaec;--soft:#9aa4ae;--rule:#2d333a;--grid:#272c32;--learn:#3fc4ad;--frozen:#7b8590;--up:#3fc4ad;--down:#f08a73}.chart{filter:invert(.9) hue-rotate(180deg)}}
        *{box-sizing:border-box}
        body{margin:0;background:var(--page);color:var(--ink);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",sans-serif}
        main{max-width:1120px;margin:0 auto;padding:48px 24px 72px}
        h1{font-size:clamp(26px,3.4vw,38px);line-height:1.15;letter-spacing:-.02em;margin:6px 0 14px;text-wrap:balance}
        h2{font-size:21px;letter-spacing:-.01em;margin:0 0 6px}
        p{margin:0 0 14px;max-width:76ch;color:var(--soft)}.lead{font-size:17px}
        .kicker{text-transform:uppercase;letter-spacing:.08em;font-size:12px;font-weight:600;margin:0}
        section{background:var(--card);border:1px solid var(--rule);border-radius:14px;padding:24px 26px;margin:22px 0}
        .tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(210px,1fr));gap:16px;margin:28px 0}
        .tile{background:var(--card);border:1px solid var(--rule);border-radius:14px;padding:16px 20px;display:flex;flex-direction:column}
        .name{font-weight:600}.figure{font-size:40px;line-height:1.15;font-weight:650;letter-spacing:-.02em;font-variant-numeric:tabular-nums}.figure.up{color:var(--up)}.figure.down{color:var(--down)}.note{color:var(--soft);font-size:14px}.note b{color:var(--ink)}
        .curves{display:grid;grid-template-columns:repeat(auto-fit,minmax(300px,1fr));gap:18px}
        figure{margin:0}figcaption{font-weight:600}svg{width:100%;height:auto;display:block}
        .grid{stroke:var(--grid)}.arrival{stroke:var(--frozen);stroke-dasharray:2 3}.tick{fill:var(--soft);font-size:11px}
        polyline{fill:none;stroke-width:2.4;stroke-linejoin:round}.learning{stroke:var(--learn)}.frozen{stroke:var(--frozen);stroke-dasharray:6 4}.dot{fill:var(--learn)}
        .label{font-size:13px;font-variant-numeric:tabular-nums}.strong{fill:var(--learn);font-weight:650}.muted{fill:var(--soft)}
        .key{display:inline-block;width:26px;height:0;border-top:3px solid var(--learn);vertical-align:middle;margin:0 4px 3px 0}.key.frozen{border-top:3px dashed var(--frozen);margin-left:14px}
        .wide{overflow-x:auto}table{border-collapse:collapse;width:100%;font-size:15px;font-variant-numeric:tabular-nums}
        th,td{padding:7px 12px;border-bottom:1px solid var(--rule);text-align:right;vertical-align:top}th:first-child,.settings td{text-align:left}thead th{color:var(--soft);font-weight:600;font-size:13px}tbody th{font-weight:500}tbody tr:last-child>*{border-bottom:0}
        small{color:var(--soft);margin-left:4px}.bar{position:relative;display:block;height:5px;border-radius:3px;background:var(--grid);margin-top:5px;min-width:90px}.bar i{position:absolute;inset:0 auto 0 0;border-radius:3px;background:var(--learn)}.bar u{position:absolute;top:-3px;bottom:-3px;width:2px;background:var(--soft)}
        img{max-width:100%;height:auto;display:block;border-radius:8px}a{color:var(--learn)}summary{cursor:pointer}.settings{margin-top:10px;font-size:13px}.settings td{padding:3px 12px}
        """;
}
