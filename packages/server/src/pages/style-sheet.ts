/** The style of all pages, in light and dark. */
export const styleSheet = `:root {
  color-scheme: light dark;
  --ground: #f4f6f6;
  --card: #fff;
  --text: #17211f;
  --quiet: #55635f;
  --line: #d5dddb;
  --field: #7b8a86;
  --accent: #0f6b63;
  --on-accent: #fff;
  --bad: #a3201d;
  --bad-ground: #fdeceb;
  --good-ground: #e5f4f1;
  --warn: #5c3d00;
  --warn-ground: #fdeec8;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #101615;
    --card: #19211f;
    --text: #e6ecea;
    --quiet: #a3b1ad;
    --line: #303b38;
    --field: #7f8f8a;
    --accent: #5cc9bb;
    --on-accent: #06201c;
    --bad: #ffb3ad;
    --bad-ground: #3d1a18;
    --good-ground: #12302b;
    --warn: #ffd98a;
    --warn-ground: #3a2c0c;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0;
  min-height: 100vh;
  display: flex;
  flex-direction: column;
  background: var(--ground);
  color: var(--text);
  font: 1rem/1.55 system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif;
}
a { color: var(--accent); }
a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible,
.scroll:focus-visible {
  outline: 3px solid var(--accent);
  outline-offset: 2px;
}
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; }
header {
  display: flex;
  flex-wrap: wrap;
  gap: .5rem 1.5rem;
  align-items: center;
  justify-content: space-between;
  padding: .75rem 1.5rem;
  background: var(--card);
  border-bottom: 1px solid var(--line);
}
.brand { display: flex; gap: .6rem; align-items: center; font-weight: 650; color: var(--text); text-decoration: none; }
header nav { display: flex; flex-wrap: wrap; gap: .25rem .5rem; align-items: center; }
header form { margin: 0; }
.menu { position: relative; }
.menu summary {
  padding: .4rem .8rem;
  border-radius: 8px;
  font-weight: 600;
  cursor: pointer;
  list-style: none;
}
.menu summary[data-initial]::before {
  content: attr(data-initial) / '';
  display: inline-grid;
  place-items: center;
  width: 1.75em;
  height: 1.75em;
  margin-right: .5em;
  border-radius: 50%;
  background: var(--accent);
  color: var(--on-accent);
  font-size: .85em;
}
.menu summary::-webkit-details-marker { display: none; }
.menu summary::after {
  content: '';
  display: inline-block;
  width: .42em;
  height: .42em;
  margin: 0 0 .18em .55em;
  border: solid currentColor;
  border-width: 0 2px 2px 0;
  transform: rotate(45deg);
}
.menu summary:hover, .menu[open] summary { background: var(--ground); }
.menu ul {
  position: absolute;
  right: 0;
  z-index: 1;
  min-width: 14rem;
  margin: .35rem 0 0;
  padding: .4rem;
  list-style: none;
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 10px;
  box-shadow: 0 8px 30px rgb(0 0 0 / 18%);
}
.menu li a, .menu li button.link {
  display: block;
  width: 100%;
  padding: .5rem .75rem;
  border-radius: 6px;
  color: var(--text);
  text-align: left;
  text-decoration: none;
}
.menu li a:hover, .menu li button.link:hover { background: var(--ground); filter: none; }
.impersonation {
  display: flex;
  flex-wrap: wrap;
  gap: .25rem 1rem;
  flex: none;
  width: calc(100% + 3rem);
  justify-content: center;
  margin: 0 -1.5rem -.75rem;
  padding: .5rem 1.5rem;
  background: var(--warn-ground);
  color: var(--warn);
}
.impersonation button.link { color: inherit; }
main { flex: 1; width: 100%; max-width: 62rem; margin: 0 auto; padding: 2.5rem 1.25rem; outline: none; }
main:has(.wide) { max-width: 90rem; }
footer { padding: 1.25rem; text-align: center; color: var(--quiet); font-size: .85rem; }
.card {
  background: var(--card);
  border: 1px solid var(--line);
  border-radius: 12px;
  padding: 2rem;
  box-shadow: 0 1px 2px rgb(0 0 0 / 6%), 0 8px 24px rgb(0 0 0 / 5%);
}
.narrow { max-width: 34rem; margin: 0 auto; }
h1 { margin: 0 0 1rem; font-size: 1.6rem; line-height: 1.2; letter-spacing: -.01em; }
h2 { margin: 1.75rem 0 .5rem; font-size: 1.1rem; }
.step { margin: 0; color: var(--accent); font-size: .85rem; font-weight: 600; }
.quiet { color: var(--quiet); font-size: .9rem; }
label, legend { display: block; margin: 1.1rem 0 .35rem; font-weight: 600; }
input:not([type='checkbox'], [type='radio']), select {
  width: 100%;
  padding: .6rem .75rem;
  font: inherit;
  color: inherit;
  background: var(--ground);
  border: 1px solid var(--field);
  border-radius: 8px;
}
select.under, label.under { margin-left: 1.8rem; }
select.under { width: auto; min-width: 12rem; }
.hint { margin: .1rem 0 0 1.8rem; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
input[aria-invalid] { border-color: var(--bad); }
input + .quiet { margin: .25rem 0 0; }
fieldset { margin: 1.1rem 0 0; padding: 0; border: 0; }
fieldset legend { margin-top: 0; padding: 0; }
.check, .choice { display: flex; gap: .7rem; align-items: flex-start; font-weight: 400; }
.choice { margin: 0; padding: .55rem .75rem; border: 1px solid var(--line); }
.choice:first-of-type { border-radius: 8px 8px 0 0; }
.choice:last-of-type { border-radius: 0 0 8px 8px; }
.choice + .choice { border-top: 0; }
.choice:has(:checked) { background: var(--good-ground); }
.choice:has(:disabled) { opacity: .55; }
.choice .quiet { display: block; }
.check input, .choice input { flex: none; width: 1.1rem; height: 1.1rem; margin: .22rem 0 0; accent-color: var(--accent); }
button, .button {
  display: inline-block;
  margin-top: 1.4rem;
  padding: .6rem 1.25rem;
  font: inherit;
  font-weight: 600;
  color: var(--on-accent);
  background: var(--accent);
  border: 1px solid var(--accent);
  border-radius: 8px;
  text-decoration: none;
  cursor: pointer;
}
button:hover, .button:hover { filter: brightness(1.08); }
[hidden] { display: none; }
button.small { margin: 0; padding: .2rem .7rem; font-size: .85rem; }
.inline { display: flex; flex-wrap: wrap; gap: .6rem; align-items: center; margin: 0 0 .5rem; }
.inline label { margin: 0; }
.inline select { width: auto; }
td form { margin: 0; }
.part { display: flex; flex-direction: column; align-items: flex-start; }
.part select { min-width: 0; max-width: 100%; }
.quiet-button { color: var(--accent); background: transparent; }
button.link { margin: 0; padding: 0; border: 0; background: none; color: var(--accent); font-weight: 400; text-decoration: underline; }
.failure { padding: .75rem 1rem; border-radius: 8px; background: var(--bad-ground); color: var(--bad); white-space: pre-line; }
.failure a { color: inherit; }
.success { padding: .75rem 1rem; border-radius: 8px; background: var(--good-ground); }
.facts + .terms { margin-top: 1rem; }
.terms { margin: 0; border-radius: 0 8px 8px 0; padding: 1rem 1.25rem; border-left: 4px solid var(--accent); background: var(--ground); white-space: pre-line; }
.key { margin: 1.5rem 0; padding: .1rem 1.25rem 1rem; border-radius: 10px; background: var(--good-ground); }
.key-row { display: flex; flex-wrap: wrap; gap: .75rem; }
.key-row input { flex: 1 1 22rem; font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: .85rem; background: var(--card); }
.key-row button { margin: 0; }
.key p { margin: .75rem 0 0; }
.columns { display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: 0 2.5rem; margin-bottom: 1rem; }
.list { margin: 0; padding: 0; list-style: none; }
.list li { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: baseline; padding: .55rem 0; border-top: 1px solid var(--line); }
.tag { padding: 0 .6rem; border: 1px solid var(--line); border-radius: 99px; color: var(--quiet); font-size: .8rem; }
.facts { display: grid; grid-template-columns: max-content 1fr; gap: .3rem 1.25rem; margin: 0; padding: 1rem 1.25rem; border-radius: 8px; background: var(--ground); }
.facts dt { color: var(--quiet); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.scroll { position: relative; overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; }
th, td { padding: .45rem .8rem; text-align: left; white-space: nowrap; border-bottom: 1px solid var(--line); }
th { background: var(--ground); }
tr:last-child td { border-bottom: 0; }
.records td { vertical-align: top; white-space: normal; }
td.long { min-width: 16rem; overflow-wrap: anywhere; }
.records td.whole { white-space: nowrap; }
.records td.declared { min-width: 11rem; }
code { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: .9em; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.pages { display: flex; gap: 1rem; }
@media (max-width: 34rem) {
  main { padding: 1rem .75rem; }
  .card { padding: 1.25rem; }
  .facts { grid-template-columns: 1fr; gap: 0; }
  .facts dd { margin-bottom: .5rem; }
  header { padding: .75rem; }
  .impersonation { width: calc(100% + 1.5rem); margin: 0 -.75rem -.75rem; }
  nav .menu:first-child:not(:last-child) ul { right: auto; left: 0; }
}
`
