/**
 * What a browser does beside a page: it shows messages of the system, and other tabs. And what a
 * person cannot wait for: the clock.
 */
import { handle, type Person } from "./person.ts";
import { until } from "./until.ts";

/** Reads what is shown; the browser shows it as ever. */
export async function plantMessages(person: Person) {
  await person.page.evaluateOnNewDocument(() => {
    const shown: { text: string; open: boolean; message: Notification }[] = [];
    window.Notification = class extends Notification {
      constructor(text: string, options?: NotificationOptions) {
        super(text, options);
        const one = { text, open: true, message: this };
        shown.push(one);
        this.addEventListener("close", () => {
          one.open = false;
        });
      }
    };
    Object.assign(window, { shownMessages: shown });
  });
  const read = () =>
    person.page.evaluate(() =>
      (window as unknown as { shownMessages: { text: string; open: boolean }[] }).shownMessages.map(
        ({ text, open }) => ({ text, open }),
      ),
    );
  return {
    /** Since the page was loaded. */
    texts: async () => (await read()).map(({ text }) => text),
    open: async () => (await read()).filter(({ open }) => open).length,
    /** As a press on the last one does. */
    press: () =>
      person.page.evaluate(() => {
        const all = (window as unknown as { shownMessages: { message: Notification }[] })
          .shownMessages;
        all.at(-1)?.message.dispatchEvent(new Event("click"));
      }),
  };
}

/** The person lets the page's site show messages. */
export async function permitMessages(person: Person): Promise<void> {
  const { origin } = new URL(person.page.url());
  await person.page
    .browserContext()
    .setPermission(origin, { permission: { name: "notifications" }, state: "granted" });
}

/** Notes how the page has the device vibrate, which not every browser can, and counts its tones. */
export async function plantRinging(person: Person) {
  await person.page.evaluateOnNewDocument(() => {
    const rung = { touches: [] as unknown[], tones: 0 };
    navigator.vibrate = (pattern) => {
      rung.touches.push(pattern);
      return true;
    };
    const { createOscillator } = AudioContext.prototype;
    AudioContext.prototype.createOscillator = function (this: AudioContext) {
      rung.tones++;
      return createOscillator.call(this);
    };
    Object.assign(window, { rung });
  });
  /** Since the page was loaded. */
  return () =>
    person.page.evaluate(
      () => (window as unknown as { rung: { touches: unknown[]; tones: number } }).rung,
    );
}

/**
 * Notes from now on what an element says, "" while it is not there; the function that it returns
 * reads that. A question that comes late misses no word.
 */
export async function noteTexts(person: Person, name: string): Promise<() => Promise<string[]>> {
  await person.page.evaluate((selector) => {
    const texts: string[] = [];
    let last = "";
    const look = () => {
      const text = document.querySelector(selector)?.textContent ?? "";
      if (text !== last) texts.push(text);
      last = text;
    };
    look();
    new MutationObserver(look).observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    Object.assign(window, { texts });
  }, handle(name));
  return () => person.page.evaluate(() => (window as unknown as { texts: string[] }).texts);
}

/** Opens another tab over the page; the function that it returns closes that again. */
export async function lookElsewhere(person: Person): Promise<() => Promise<void>> {
  await person.page.bringToFront(); // the tab opens in the window that was used last
  const other = await person.page.browserContext().newPage({ type: "tab" });
  await other.bringToFront();
  await until("the page to be out of sight", () => person.page.evaluate(() => document.hidden));
  return async () => {
    await other.close();
    await person.page.bringToFront();
  };
}

/**
 * As if so many minutes had passed since the person came. It stays so after a reload: the tab's
 * name stays, too.
 */
export async function moveClock(person: Person, minutes: number): Promise<void> {
  const shift = () => {
    const real = Date.now.bind(Date);
    Date.now = () => real() + Number(window.name) * 60_000;
  };
  if (await person.page.evaluate(() => window.name === "")) {
    await person.page.evaluateOnNewDocument(shift);
    await person.page.evaluate(shift);
  }
  await person.page.evaluate((name) => {
    window.name = name;
  }, String(minutes));
}

/** As if so many more milliseconds had passed since the page was loaded. */
export async function moveOn(person: Person, ms: number): Promise<void> {
  await person.page.evaluate((ms) => {
    const real = performance.now.bind(performance);
    performance.now = () => real() + ms;
  }, ms);
}
