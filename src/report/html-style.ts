import { figureStyle } from './figure-style.ts';

/** The look of report.html: system fonts, dark and light, screen and paper; no file or address outside itself. */
export const htmlStyle = `
:root{color-scheme:light dark;--bg:#f6f7f9;--card:#fff;--ink:#16191d;--soft:#59616b;--line:#d9dde3;--code:#eef0f3;--danger:#b3121d;--danger-bg:#fdebec;--caution:#8a5200;--caution-bg:#fff4df;--action:#0b5cad;--action-bg:#e8f2fd;--ok:#1c6b3c;--ok-bg:#e8f5ec}
@media (prefers-color-scheme:dark){:root{--bg:#0f1216;--card:#181c22;--ink:#e8ebef;--soft:#a2abb6;--line:#2e353e;--code:#242a32;--danger:#ff8a8f;--danger-bg:#3a171b;--caution:#f2bb62;--caution-bg:#33270f;--action:#7db8ff;--action-bg:#11283f;--ok:#7fd6a0;--ok-bg:#12301f}}
*{box-sizing:border-box}
body{margin:0;background:var(--bg);color:var(--ink);font:14px/1.45 system-ui,-apple-system,"Segoe UI",Roboto,"Liberation Sans",Arial,sans-serif}
main,header,nav,footer{max-width:1240px;margin:0 auto;padding:0 20px}
header{padding-top:18px}
h1{font-size:23px;line-height:1.25;margin:6px 0 4px;overflow-wrap:anywhere}
h2{font-size:18px;margin:34px 0 10px;padding-top:10px;border-top:2px solid var(--line)}
h3{font-size:14px;margin:20px 0 6px}
.badge{display:inline-block;font-weight:700;letter-spacing:.04em;padding:2px 10px;border-radius:4px;border:2px solid currentColor}
.critical,.high{color:var(--danger);background:var(--danger-bg)}
.high{background:none}
.medium{color:var(--caution);background:var(--caution-bg)}
.low,.informational{color:var(--action);background:none;border-style:dashed}
.uid,.soft{color:var(--soft)}
.lead{margin:6px 0 12px;font-size:16px;line-height:1.5;max-width:72em}
.why{margin:0 0 12px;font-size:12px;color:var(--soft)}
.strip{display:flex;flex-wrap:wrap;gap:4px 26px;margin:0 0 12px;padding:0}
.strip div{display:flex;gap:6px}
.strip dt{color:var(--soft)}
.strip dd{margin:0}
.cards{display:grid;grid-template-columns:repeat(3,minmax(0,1fr));gap:12px}
.card{background:var(--card);border:1px solid var(--line);border-top:4px solid var(--soft);border-radius:6px;padding:8px 14px 10px;min-width:0}
.card.action{grid-column:1/-1}
.card h2{font-size:13px;text-transform:uppercase;letter-spacing:.06em;margin:0 0 4px;padding:0;border:0}
.card ul,.card ol{margin:0;padding-left:18px}
.card ul{list-style:none;padding-left:0}
.card li{margin:3px 0;overflow-wrap:anywhere}
.danger{border-top-color:var(--danger)}.danger h2{color:var(--danger)}
.caution{border-top-color:var(--caution);border-top-style:dashed}.caution h2{color:var(--caution)}
.action{border-top-color:var(--action);border-top-style:double}.action h2{color:var(--action)}
.panel{background:var(--card);border:1px solid var(--line);border-radius:6px;margin:12px 0;padding:8px 14px}
.panel figcaption{color:var(--soft);font-size:12px}
figure{margin:0;overflow-x:auto}
svg.figure{width:100%;height:auto;min-width:640px;display:block;font-size:12px}
svg.map{width:auto;max-width:100%;min-width:0}
${figureStyle}
nav{margin-top:14px;font-size:13px}
nav a{margin-right:14px}
a{color:var(--action)}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;background:var(--card);font-size:13px}
caption{text-align:left;color:var(--soft);font-size:12px;padding:2px 0 4px}
th,td{border:1px solid var(--line);padding:4px 8px;text-align:left;vertical-align:top}
td.long{min-width:9em}
th{background:var(--code);white-space:nowrap}
td.num{text-align:right;font-variant-numeric:tabular-nums}
td.when{white-space:nowrap;font-variant-numeric:tabular-nums}
td.cite{white-space:nowrap}
code{font:12.5px/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;background:var(--code);border-radius:3px;padding:0 3px;overflow-wrap:anywhere}
td code{overflow-wrap:normal}
td.long,td.long code{overflow-wrap:anywhere}
.cite,.cite a{color:var(--soft);font-size:11px;text-decoration:none;white-space:nowrap}
.cite a:hover,.cite a:focus{text-decoration:underline;color:var(--action)}
.sure{font-size:11px;border:1px solid currentColor;border-radius:3px;padding:0 4px;color:var(--caution)}
.unk{font-style:italic}
.unk b{font-style:normal;color:var(--caution)}
dl.facts{display:grid;grid-template-columns:max-content 1fr;gap:3px 18px;margin:8px 0}
dl.facts dt{color:var(--soft)}
dl.facts dd{margin:0;overflow-wrap:anywhere}
.more{color:var(--soft);font-size:12px;margin:4px 0 0}
ol.refs{columns:3 260px;font-size:11.5px;list-style:none;padding:0;margin:8px 0 40px}
ol.refs li{break-inside:avoid;overflow-wrap:anywhere;padding:1px 0}
ol.refs li:target,li:target{background:var(--caution-bg)}
@media (max-width:900px){.cards{grid-template-columns:1fr}dl.facts{grid-template-columns:1fr}}
@media print{:root{color-scheme:light;--bg:#fff;--card:#fff;--ink:#000;--soft:#444;--line:#999;--code:#f2f2f2;--danger:#900;--danger-bg:#fff;--caution:#640;--caution-bg:#fff;--action:#036;--action-bg:#fff;--ok:#040;--ok-bg:#fff}body{font-size:10pt}nav{display:none}.cards{grid-template-columns:repeat(3,1fr);gap:8px}.card{padding:4px 8px}tr,.card,figure{break-inside:avoid}h2,h3,caption{break-after:avoid}a{color:inherit}.scroll,figure{overflow:visible}th{white-space:normal}svg.figure{min-width:0}@page{margin:14mm}}
`.trim();
