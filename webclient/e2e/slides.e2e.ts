/**
 * Slides in real browsers: a PDF is opened by the presenter alone, the others see each page, the
 * pointer and who shows it; another goes on, and nobody who breaks a rule stays.
 */
import { rm } from "node:fs/promises";
import type { ElementHandle } from "puppeteer-core";
import { afterEach, describe, expect, test } from "vitest";
import { axeFaults } from "./harness/axe.ts";
import type { BrowserName } from "./harness/browsers.ts";
import { areInCall, chat } from "./harness/incall.ts";
import { type Colour, makePdf, writePdf } from "./harness/pdf.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();
const files: string[] = [];
afterEach(async () => {
  for (const file of files.splice(0)) await rm(file, { force: true });
});

const colours: readonly Colour[] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
  [1, 1, 0],
  [0, 1, 1],
  [1, 0, 1],
];

async function openSlides(person: Person): Promise<void> {
  await person.press("together");
  await person.press("together-slides");
}

async function choose(person: Person, content: Buffer): Promise<void> {
  const file = await writePdf(content);
  files.push(file);
  const field = await person.page.waitForSelector(handle("slides-file"));
  await (field as ElementHandle<HTMLInputElement>).uploadFile(file);
}

/** The colour of a picture near its upper right corner, rounded to 0 or 1. */
const colourOf = ({ page }: Person) =>
  page.evaluate(async (selector) => {
    const picture = document.querySelector<HTMLImageElement>(selector);
    if (!picture) return undefined;
    await picture.decode().catch(() => {});
    const canvas = document.createElement("canvas");
    const pen = canvas.getContext("2d");
    if (picture.naturalWidth === 0 || !pen) return undefined;
    [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
    pen.drawImage(picture, 0, 0);
    const { data } = pen.getImageData(canvas.width - 20, 20, 1, 1);
    return [...data.slice(0, 3)].map((one) => Math.round(one / 255)).join(" ");
  }, handle("slides-picture"));

async function sees(people: readonly Person[], number: number): Promise<void> {
  const wanted = (colours[number - 1] ?? []).join(" ");
  for (const person of people) {
    await person.has("slides-page", "data-page", `${number}`);
    await until(
      `${person.name} to see page ${number}`,
      async () => (await colourOf(person)) === wanted,
    );
  }
}

/** What of a PDF's readers this page has loaded. */
const loaded = ({ page }: Person) =>
  page.evaluate(() =>
    performance
      .getEntriesByType("resource")
      .flatMap(({ name }) => /\/(pdf|pdfworker)-[\w-]+\.js$/.exec(name)?.[1] ?? []),
  );

describe.each<[BrowserName, BrowserName]>([
  ["chromium", "firefox"],
  ["firefox", "chromium"],
])("shown in %s to somebody in %s", (presenter, viewer) => {
  test("a PDF is seen page by page, and goes on without who had it", async () => {
    const host = await stage.person("Ms Weber", { browser: presenter });
    const anna = await stage.person("Anna Berg", { browser: viewer });
    const link = await host.host({ kind: "chat", seats: 3 }, chat);
    await anna.knock(link, chat);
    await host.admit(anna.name);
    await areInCall([host, anna]);
    await openSlides(host);
    await host.see("slides-choose");
    expect(await loaded(host)).toEqual([]);
    await choose(host, makePdf(colours));
    await sees([host], 1);
    await anna.press("slides-news-open");
    await sees([anna], 1);
    expect(await anna.text("slides-words")).toBe("Page 1 of 6, shown by Ms Weber");
    expect([new Set(await loaded(host)), await loaded(anna)]).toEqual([
      new Set(["pdf", "pdfworker"]),
      [],
    ]);
    for (const { page } of [host, anna]) expect(await axeFaults(page)).toEqual([]);

    await host.page.focus(handle("slides-page"));
    for (const [key, number] of [
      ["ArrowRight", 2],
      ["End", 6],
      ["PageUp", 5],
      ["Home", 1],
    ] as const) {
      await host.page.keyboard.press(key);
      await sees([host, anna], number);
    }
    const picture = await host.page.$(handle("slides-picture"));
    await picture?.hover();
    await anna.see("slides-spot");
    await host.page.mouse.move(0, 0);
    await until("no pointer", async () => (await anna.page.$(handle("slides-spot"))) === null);

    // Who comes later sees what is shown now.
    await host.press("slides-next");
    const ben = await stage.person("Ben Ott", { browser: viewer });
    await ben.knock(link, chat);
    await host.admit(ben.name);
    await areInCall([host, anna, ben]);
    await ben.press("slides-news-open");
    await sees([ben], 2);

    // Another goes on, with the server gone and without the PDF.
    await stage.server.kill();
    await host.press("slides-offer");
    await anna.press("slides-accept");
    await until("Anna to show them", async () =>
      (await ben.text("slides-words")).includes("shown by Anna Berg"),
    );
    await anna.page.focus(handle("slides-page"));
    await anna.page.keyboard.press("End");
    await sees([host, anna, ben], 6);
    expect(await loaded(anna)).toEqual([]);
    await stage.server.run();

    await anna.press("leave");
    await ben.see("slides-left");
    await sees([ben], 6);
    await ben.press("slides-take");
    await until("Ben to show them", async () =>
      (await host.text("slides-words")).includes("shown by Ben Ott"),
    );
    await ben.press("slides-end");
    await host.see("slides-choose");
    await ben.see("slides-choose");
  });
});

describe.each<BrowserName>(["chromium", "firefox"])("in %s", (browser) => {
  test("what is no PDF to be shown is named, and shows nothing", async () => {
    const host = await stage.person("Ms Weber", { browser });
    const anna = await stage.person("Anna Berg");
    await anna.knock(await host.host({ kind: "chat", seats: 2 }, chat), chat);
    await host.admit(anna.name);
    await areInCall([host, anna]);
    await openSlides(host);
    const whole = makePdf(colours);
    for (const [content, words] of [
      [Buffer.from("<html>no PDF</html>"), "damaged"],
      [whole.subarray(0, 40), "damaged"],
      [makePdf(colours, { encrypted: true }), "password"],
      [makePdf(Array(121).fill([1, 1, 1])), "more than 120 pages"],
      [Buffer.concat([whole, Buffer.alloc(100_000_000)]), "100 MB"],
    ] as const) {
      await choose(host, content);
      await until(
        `"${words}"`,
        async () =>
          (await host.page.$(handle("slides-refused"))) !== null &&
          (await host.text("slides-refused")).includes(words),
      );
    }
    expect(await anna.page.$(handle("slides-news"))).toBeNull();
    await choose(host, whole);
    await sees([host], 1);
    await anna.see("slides-news");
  });
});

/** Takes hold of the page's channel for what is made together, before it is there. */
const catchChannels = ({ page }: Person) =>
  page.evaluateOnNewDocument(() => {
    window.docs = [];
    const create = RTCPeerConnection.prototype.createDataChannel;
    RTCPeerConnection.prototype.createDataChannel = function (label, options) {
      const channel = create.call(this, label, options);
      if (label === "einmal-doc") window.docs.push(channel);
      return channel;
    };
  });

const show = { turn: 1, deck: "CAkKCwwNDg8", title: "x", pages: 3, page: 1 };
/** A name that says 20 bytes. */
const picture = "AAAAFAAAAAAAAAAAAAAAAAAAAAA";
type Words = readonly (readonly [kind: number, payload: object | number])[];
const attacks: readonly (readonly [name: string, words: Words])[] = [
  [
    "pages without being the presenter",
    [
      [0x68, {}],
      [0x61, { turn: 1, sheets: [{ page: 1, picture }] }],
    ],
  ],
  [
    "a page beyond the last",
    [
      [0x60, show],
      [0x62, { turn: 1, page: 4 }],
    ],
  ],
  ["too many pages", [[0x60, { ...show, pages: 1000 }]]],
  [
    "two pictures of one page",
    [
      [0x60, show],
      [
        0x61,
        {
          turn: 1,
          sheets: [
            { page: 1, picture },
            { page: 1, picture: picture.replace("FA", "FB") },
          ],
        },
      ],
    ],
  ],
  [
    "a picture larger than they may be",
    [
      [0x60, show],
      [0x61, { turn: 1, sheets: [{ page: 1, picture: `AD${picture.slice(2)}` }] }],
    ],
  ],
  ["a picture that nobody asked for", [[0x65, 16_000]]],
  ["ten megabytes", Array(640).fill([0x65, 16_000])],
];

describe.each<BrowserName>(["chromium", "firefox"])("a victim in %s", (browser) => {
  test.each(attacks)("cuts off who sends %s, and goes on", async (_, words) => {
    const host = await stage.person("Ms Weber", { browser });
    const mallory = await stage.person("Mallory");
    await catchChannels(mallory);
    const anna = await stage.person("Anna Berg");
    const link = await host.host({ kind: "chat", seats: 3 }, chat);
    for (const guest of [anna, mallory]) {
      await guest.knock(link, chat);
      await host.admit(guest.name);
    }
    await areInCall([host, anna, mallory]);
    await openSlides(host);
    await host.see("slides-choose");
    await mallory.page.evaluate(
      (words) => {
        for (const [kind, payload] of words) {
          const body =
            typeof payload === "number"
              ? crypto.getRandomValues(new Uint8Array(payload))
              : new TextEncoder().encode(JSON.stringify(payload));
          const message = new Uint8Array(1 + body.length);
          message[0] = kind;
          message.set(body, 1);
          for (const channel of window.docs)
            if (channel.readyState === "open") channel.send(message);
        }
      },
      words as [number, object | number][],
    );
    await until("the alarm", async () =>
      (await host.page.$$eval(handle("problem"), (all) => all.map((one) => one.textContent))).some(
        (text) => text?.includes("Mallory"),
      ),
    );
    await host.see("slides-choose");
    await choose(host, makePdf(colours));
    await anna.press("slides-news-open");
    await sees([anna], 1);
  });
});
