/** The one style of the console. Light and dark follow the system; 390 px and up. */
export const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1a1f26, #e6e9ee); --soft: light-dark(#56606d, #9ba6b4);
  --line: light-dark(#dde2e8, #2b323c); --card: light-dark(#fff, #161b22); --page: light-dark(#f4f6f8, #0d1117);
  --accent: light-dark(#0a6b52, #56cfa4); --tint: light-dark(#e3f3ed, #12302a); --warn: light-dark(#95400a, #f9b97a);
  --warn-tint: light-dark(#fdf1e2, #33240f); --bad: light-dark(#a8231c, #ff9d94); --bad-tint: light-dark(#fdeceb, #3a1715);
  --well: light-dark(#eef1f4, #0b0f14); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
a { color: var(--accent); text-underline-offset: .15em; } p { margin: .4rem 0; }
h1 { font-size: 1.5rem; line-height: 1.25; margin: .25rem 0 .75rem; overflow-wrap: anywhere; }
h2 { font-size: 1.05rem; line-height: 1.35; margin: 0 0 .25rem; overflow-wrap: anywhere; }
h3 { font-size: .95rem; margin: .9rem 0 .2rem; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; } main:focus { outline: none; }
.skip { position: absolute; left: -99rem; } .skip:focus { left: .5rem; top: .5rem; background: var(--card); padding: .4rem .8rem; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.top { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: .25rem 1rem; padding: .6rem 1rem;
  border-bottom: 1px solid var(--line); background: var(--card); }
.brand { font-weight: 700; color: inherit; text-decoration: none; padding: .25rem 0; }
.menu[open] { flex: 1 0 100%; } .menu summary { list-style: none; border: 1px solid var(--line); border-radius: .45rem; padding: .25rem .75rem; width: max-content; }
.menu summary::-webkit-details-marker { display: none; } .menu nav { display: grid; grid-template-columns: 1fr 1fr; gap: 0 1rem; }
.side { display: none; }
.group { margin: .8rem 0; } .group p { font-size: .8rem; color: var(--soft); margin: 0 0 .15rem; padding: 0 .6rem; }
.group ul { list-style: none; margin: 0; padding: 0; }
.group a { display: block; padding: .35rem .6rem; border-radius: .45rem; color: inherit; text-decoration: none; }
.group a:hover { background: var(--well); } .group a[aria-current] { background: var(--tint); color: var(--accent); font-weight: 600; }
main { max-width: 62rem; padding: 1rem; min-width: 0; }
main.alone { max-width: 34rem; margin: 0 auto; padding-top: 1.5rem; }
@media (min-width: 56rem) {
  .menu { display: none; } .sides { display: grid; grid-template-columns: 13rem minmax(0, 1fr); max-width: 80rem; margin: 0 auto; }
  .side { display: block; padding: .5rem; position: sticky; top: 0; align-self: start; max-height: 100vh; overflow-y: auto; }
  main { padding: 1.25rem 1.5rem 3rem; }
}

.soft { color: var(--soft); font-size: .9rem; } .right { text-align: right; } .wrap, bdi { overflow-wrap: anywhere; }
.lead { color: var(--soft); max-width: 46rem; margin: -.4rem 0 1rem; }
.notice, .said, .problem { border-radius: .5rem; padding: .55rem .85rem; margin: 0 0 .75rem; overflow-wrap: anywhere; }
.notice { background: var(--warn-tint); color: var(--warn); } .notice a { color: inherit; }
.said { background: var(--tint); color: var(--accent); } .problem { background: var(--bad-tint); color: var(--bad); margin: .5rem 0; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1rem; margin: 0 0 1rem; min-width: 0; }
.cards { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(min(17rem, 100%), 1fr)); margin: 0 0 1rem; } .cards .card { margin: 0; }
.empty { text-align: center; color: var(--soft); padding: 2rem 1rem; } .empty h2 { color: var(--ink); }
.big { font-size: 1.9rem; font-weight: 650; line-height: 1.2; margin: 0; font-variant-numeric: tabular-nums; } .big a { color: inherit; text-decoration: none; }
.row { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: center; } .row.spread { justify-content: space-between; }
.list { list-style: none; margin: .5rem 0 0; padding: 0; } .list li { margin: .35rem 0; overflow-wrap: anywhere; }
.tag { display: inline-block; font-size: .8rem; line-height: 1.3; padding: .1rem .5rem; border-radius: 1rem; border: 1px solid var(--line); color: var(--soft); max-width: 100%; }
.tag.good { background: var(--tint); color: var(--accent); border-color: transparent; } .tag.warn { background: var(--warn-tint); color: var(--warn); border-color: transparent; }
.tag.bad, .failed { color: var(--bad); } .tag.bad { background: var(--bad-tint); border-color: transparent; }

.rows { list-style: none; padding: 0 1rem; } .rows li { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; justify-content: space-between; padding: .7rem 0; }
.rows.plain { padding: 0; margin: .25rem 0 0; } .rows li + li { border-top: 1px solid var(--line); } .rows p { margin: .1rem 0 0; } .what { flex: 1 1 16rem; min-width: 0; } .title { font-weight: 600; overflow-wrap: anywhere; }
.find input { flex: 1 1 12rem; } .find label { margin-top: 0; } .pager { margin: 1rem 0; }
.bar, .columns { width: 100%; margin: .5rem 0; border-radius: .25rem; } .bar { height: .6rem; } .columns { height: 3rem; }
rect.ground { fill: var(--line); } rect.good { fill: light-dark(#12946f, #3fb68b); } rect.warn { fill: light-dark(#d98a2b, #d9933f); } rect.soft { fill: light-dark(#8a96a5, #7b8794); }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: .1rem 1rem; padding: 0; margin: 0; font-size: .9rem; color: var(--soft); }
.dot { display: inline-block; width: .65rem; height: .65rem; border-radius: 50%; margin-right: .35rem; } .dot.good { background: light-dark(#12946f, #3fb68b); } .dot.warn { background: light-dark(#d98a2b, #d9933f); } .dot.soft { background: light-dark(#8a96a5, #7b8794); }

.scroll { overflow-x: auto; } table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; } caption { text-align: left; color: var(--soft); font-size: .9rem; }
th, td { text-align: left; padding: .45rem .75rem .45rem 0; vertical-align: top; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
th { font-weight: 600; font-size: .85rem; color: var(--soft); } thead th { border-top: 0; white-space: nowrap; } td.num, th.num { text-align: right; }
dl { display: grid; grid-template-columns: minmax(7rem, 14rem) minmax(0, 1fr); margin: .25rem 0 0; } dt, dd { margin: 0; padding: .35rem .75rem .35rem 0; border-top: 1px solid var(--line); overflow-wrap: anywhere; }
.card > dl:first-child > :nth-child(-n+2) { border-top: 0; }
dt { color: var(--soft); font-size: .9rem; }
dl.wide { grid-template-columns: minmax(7rem, 24rem) minmax(0, 1fr); }
@media (max-width: 40rem) { dl, dl.wide { grid-template-columns: minmax(0, 1fr); } dd { border-top: 0; padding-top: 0; } }
.contents { margin: 0 0 1rem; gap: .4rem; } .contents .tag { color: var(--accent); background: var(--card); padding: .25rem .7rem; text-decoration: none; font-size: .9rem; }
.api h3 { margin-top: 1rem; } .api h3:first-child { margin-top: .25rem; } .api li + li { border-top: 1px solid var(--line); padding-top: .5rem; }
code, pre, .mono { font: .875em/1.5 ui-monospace, monospace; } code { overflow-wrap: anywhere; } code.all { user-select: all; }
pre { background: var(--well); border-radius: .45rem; padding: .6rem .75rem; margin: .4rem 0; overflow-x: auto; white-space: pre-wrap; overflow-wrap: anywhere; }
details > summary { cursor: pointer; color: var(--soft); } details.card > summary { color: var(--ink); font-weight: 600; }
iframe { width: 100%; height: 18rem; border: 1px solid var(--line); border-radius: .45rem; background: #fff; margin-top: .5rem; }
svg { display: block; max-width: 100%; height: auto; } svg text { fill: var(--soft); font-size: 12px; }

form { margin: 0; } label { display: block; font-weight: 600; font-size: .9rem; margin: .6rem 0 .2rem; } .hint { color: var(--soft); font-size: .875rem; margin: .15rem 0; font-weight: 400; }
input, select, textarea, button, .button { font: inherit; border-radius: .45rem; border: 1px solid light-dark(#7d8794, #6b7684); padding: .4rem .7rem; min-height: 2.5rem; }
input, select, textarea { background: var(--card); color: var(--ink); width: 100%; max-width: 32rem; } textarea { min-height: 7rem; font-family: ui-monospace, monospace; font-size: .875rem; max-width: none; }
input[type=checkbox], input[type=radio] { width: 1.15rem; height: 1.15rem; min-height: 0; accent-color: var(--accent); vertical-align: -.2em; margin: 0 .4rem 0 0; }
form > label:first-child { margin-top: 0; } label.check { font-weight: 400; } .fields { display: flex; flex-wrap: wrap; gap: .5rem .75rem; align-items: end; } .fields > div { flex: 1 1 11rem; } .fields label { margin-top: 0; }
[aria-invalid=true] { border-color: var(--bad); }
button, .button { display: inline-block; cursor: pointer; background: var(--card); color: var(--ink); text-decoration: none; line-height: 1.6; }
button:hover, .button:hover { background: var(--well); } button.main, .button.main { background: light-dark(#0a6b52, #1f7a5f); border-color: transparent; color: #fff; }
button.main:hover, .button.main:hover { background: light-dark(#085742, #238a6c); } button.bad { color: var(--bad); border-color: currentColor; }
.choices { display: grid; gap: .5rem; } .choices button { text-align: left; overflow-wrap: anywhere; } .choices .row { gap: 0 .5rem; }
.actions + .hint { margin-bottom: 1rem; } .actions.first { margin-top: .5rem; }
.actions { display: flex; flex-wrap: wrap; gap: .5rem; margin-top: .75rem; }
`;
