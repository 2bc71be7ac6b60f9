// Shows one state of one screen: state.html?state=NAME&lang=de&scheme=dark. `window.states` lists
// the names.
import { render } from "preact";
import { language } from "../../src/ui/i18n/index.ts";
import { desk } from "../../src/ui/late.ts";
import { Announcer } from "../../src/ui/parts/announcer.tsx";
import { keepFocus } from "../../src/ui/parts/focus.ts";
import "../../src/ui/testing/words.ts";
import { awaited, presses, states } from "./states.ts";
import "../../src/ui/tokens.css";
import "../../src/ui/base.css";

const query = new URLSearchParams(location.search);
const name = query.get("state") ?? "start";
const state = states[name];
if (query.get("lang") === "de") language.value = "de";
Object.assign(window, { states: Object.keys(states) });

await desk.load();
const scheme = query.get("scheme");
if (scheme !== null) forceScheme(scheme === "dark");
keepFocus();
const root = document.getElementById("app");
if (root && state) {
  render(
    <>
      {state()}
      <Announcer />
    </>,
    root,
  );
}

for (const press of presses[name] ?? []) {
  const [control, typed] = press.split("=");
  const find = () => document.querySelector<HTMLElement>(`[data-test=${control}]`);
  // What is pressed in a part comes when the part is loaded.
  for (const end = performance.now() + 3_000; !find() && performance.now() < end; )
    await new Promise((drawn) => requestAnimationFrame(drawn));
  await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  const pressed = find();
  pressed?.focus();
  if (typed === undefined) pressed?.click();
  else {
    // What is behind a field is tied to it a moment after it is drawn.
    await new Promise((tied) => setTimeout(tied, 200));
    type(pressed, typed);
  }
}
const late = awaited[name];
while (late !== undefined && document.querySelector(`[data-test=${late}]`) === null)
  await new Promise((drawn) => requestAnimationFrame(drawn));
document.body.dataset.ready = "yes";

/** Behind what stands in the field. */
function type(field: HTMLElement | null, text: string): void {
  if (!(field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement)) return;
  field.setRangeText(text, field.value.length, field.value.length, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

/** As if the system were dark, or light: there is no other way for one frame among many. */
function forceScheme(dark: boolean): void {
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
  for (const rule of rules) {
    if (rule instanceof CSSMediaRule && rule.conditionText.includes("prefers-color-scheme"))
      rule.media.mediaText = dark ? "all" : "not all";
  }
}
