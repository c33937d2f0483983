"""How the administrators' pages look: one sheet, light and dark, from a phone's width to a desk's.

Every pair of colours has a contrast of 4.5 to 1 or more, and all that is touched is 44 px high.
"""

STYLE = """
:root { color-scheme: light dark; --page: #ffffff; --panel: #f0f4f5; --ink: #212b32; --quiet: #4c6272;
  --line: #768692; --deed: #005eb8; --on-deed: #ffffff; --stop: #b3261e; --on-stop: #ffffff; }
@media (prefers-color-scheme: dark) {
  :root { --page: #14191d; --panel: #20282e; --ink: #f0f4f5; --quiet: #b6c2ca; --line: #8a99a5;
    --deed: #7ab8f5; --on-deed: #08131c; --stop: #ff9d94; --on-stop: #2b0805; } }
* { box-sizing: border-box; }
html { font: 100%/1.5 "Segoe UI", Arial, "Liberation Sans", sans-serif; color: var(--ink);
  background: var(--page); }
body { margin: 0 auto; max-width: 46rem; padding: 1rem; overflow-wrap: break-word; }
header { display: flex; flex-wrap: wrap; gap: 0.5rem 1rem; align-items: center;
  justify-content: space-between; border-bottom: 2px solid var(--line); padding-bottom: 0.75rem; }
header p { margin: 0; }
h1 { font-size: 1.75rem; line-height: 1.2; margin: 1.25rem 0 0.75rem; }
h2 { font-size: 1.35rem; margin: 2rem 0 0.5rem; }
h3 { font-size: 1.1rem; margin: 0 0 0.25rem; }
p { margin: 0 0 0.75rem; }
.quiet { color: var(--quiet); }
.band { background: var(--stop); color: var(--on-stop); font-weight: bold; padding: 0.5rem 0.75rem; }
ul.cards { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.75rem; }
ul.cards > li { background: var(--panel); border-left: 4px solid var(--line); padding: 0.75rem 1rem; }
ul.cards > li.ended { border-left-color: var(--stop); }
ul.plain { margin: 0 0 0.5rem; padding-left: 1.25rem; }
form { margin: 0; }
fieldset { border: 1px solid var(--line); margin: 0 0 1rem; padding: 0.5rem 1rem; }
label, legend { font-weight: bold; }
.tick { display: flex; gap: 0.75rem; align-items: center; min-height: 44px; padding: 0.5rem 0;
  font-weight: normal; cursor: pointer; }
.tick input { appearance: none; -webkit-appearance: none; display: grid; place-content: center;
  width: 1.5rem; height: 1.5rem; margin: 0; flex: none; background: var(--page);
  border: 2px solid var(--line); border-radius: 4px; }
.tick input:checked { background: var(--deed); border-color: var(--deed); }
.tick input:checked::before { content: ""; width: 0.4rem; height: 0.75rem; transform: rotate(45deg);
  border: solid var(--on-deed); border-width: 0 3px 3px 0; margin-bottom: 0.2rem; }
@media (forced-colors: active) {
  .tick input { appearance: auto; -webkit-appearance: auto; }
  .tick input:checked::before { content: none; } }
.hint { display: block; color: var(--quiet); font-weight: normal; }
input[type=text], input[type=number], select { display: block; width: 100%; max-width: 28rem;
  min-height: 44px; margin: 0.25rem 0 1rem; padding: 0.5rem; font: inherit; color: inherit;
  background: var(--page); border: 2px solid var(--line); border-radius: 4px; }
button, a.button { display: inline-block; min-height: 44px; padding: 0.5rem 1.25rem; font: inherit;
  font-weight: bold; border: 2px solid var(--deed); border-radius: 4px; background: var(--deed);
  color: var(--on-deed); text-decoration: none; cursor: pointer; }
button.second, a.second { background: transparent; color: var(--deed); }
button.stop, a.stop { background: var(--stop); border-color: var(--stop); color: var(--on-stop); }
a { color: var(--deed); }
:focus-visible { outline: 3px solid var(--ink); outline-offset: 3px; }
.wrong { border-left: 4px solid var(--stop); padding: 0.5rem 1rem; margin: 0 0 1rem; }
.wrong p { margin: 0; }
.after { margin-top: 0.75rem; }
ul.cards p:last-child { margin-bottom: 0; }
.code { font: 1.2rem/1.4 "Cascadia Mono", "DejaVu Sans Mono", monospace;
  background: var(--panel); padding: 0.75rem 1rem; overflow-wrap: anywhere;
  -webkit-user-select: all; user-select: all; }
.qr { display: inline-block; background: #ffffff; padding: 0.5rem; max-width: 100%; }
.qr svg { display: block; width: 14rem; max-width: 100%; height: auto; }
.row { display: flex; flex-wrap: wrap; gap: 0.75rem; margin: 1rem 0; }
"""
