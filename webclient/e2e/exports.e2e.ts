/** What people save of notes, byte for byte, and what a sheet of paper has of them. */
import { describe, expect, test } from "vitest";
import type { BrowserName } from "./harness/browsers.ts";
import { savedText } from "./harness/files.ts";
import { chat } from "./harness/incall.ts";
import type { Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const text = `# Zweite <Runde> & mehr

Über den Logo-Entwurf "grün" 😀
zweite Zeile
- [ ] Farben für Druck
- [x] SVG
- ohne Kästchen`;
const body = `<h1>Zweite &lt;Runde&gt; &amp; mehr</h1>
<p>Über den Logo-Entwurf &quot;grün&quot; 😀
<br>zweite Zeile
</p>
<ul><li>☐ Farben für Druck</li>
<li>☑ SVG</li>
<li>ohne Kästchen</li>
</ul>
`;
const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Notes</title>
<style>body{font:1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem}</style>
</head>
<body>
${body}</body>
</html>
`;

async function open(person: Person, part: string): Promise<void> {
  await person.host({ kind: "chat" }, chat);
  await person.press("together");
  await person.press(`together-${part}`);
}

describe.each<BrowserName>(["chromium"])("in %s", (browser) => {
  test("notes are saved as Markdown, text and a page, and printed without the rest", async () => {
    const host = await stage.person("Ms Weber", { browser });
    await open(host, "notes");
    await host.write("notes-area", text);
    await until("the notes", async () => (await host.text("notes-tasks")).includes("1 of 2"));
    for (const [name, content] of [
      ["notes.md", text],
      ["notes.txt", text],
      ["notes.html", page],
    ] as const)
      expect(await savedText(host, `notes-${name.replace("notes.", "")}`)).toEqual({
        name,
        text: content,
      });

    const printed = await host.page.evaluate(() => {
      let count = 0;
      window.print = () => count++;
      document.querySelector<HTMLElement>("[data-test=notes-print]")?.click();
      return count;
    });
    expect(printed).toBe(1);
    await host.page.emulateMediaType("print");
    const seen = await host.page.evaluate(() => {
      const shown = [...document.querySelectorAll<HTMLElement>(".call *")].filter(
        (one) => one.childElementCount === 0 && one.getClientRects().length > 0,
      );
      const { bottom } = document.querySelector(".notes-printed")?.getBoundingClientRect() ?? {};
      return { lines: shown.map((one) => one.textContent), height: bottom };
    });
    expect(seen.lines).toEqual([
      "Zweite <Runde> & mehr",
      "",
      'Über den Logo-Entwurf "grün" 😀',
      "zweite Zeile",
      "☐ Farben für Druck",
      "☑ SVG",
      "ohne Kästchen",
    ]);
    expect(seen.height).toBeGreaterThan(100);
    await host.page.emulateMediaType();
  });
});
