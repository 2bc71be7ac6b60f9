// Polls and questions among four, two in each browser: what one asks all answer, a secret is
// counted without being told, and who comes late knows it too.
import { expect, test } from "vitest";
import { axeFaults } from "./harness/axe.ts";
import { areInCall, chat } from "./harness/incall.ts";
import { handle, type Person } from "./harness/person.ts";
import { useStage } from "./harness/stage.ts";
import { until } from "./harness/until.ts";

const stage = useStage();

/** Opens a part, by what the sheet calls it. */
async function opens(person: Person, part: string): Promise<void> {
  await person.press("together");
  await person.press(`together-${part}`);
  await person.see("together-panel");
}

/** In the form of a new poll, up to its button. */
async function drafts(person: Person, question: string, choices: readonly string[]) {
  await person.press("polls-new");
  await person.write("poll-question", question);
  for (const _ of choices.slice(2)) await person.press("poll-add");
  const fields = await person.page.$$(handle("poll-choice-text"));
  for (const [i, choice] of choices.entries()) await fields[i]?.type(choice);
}

/** Of the newest poll. */
async function chooses(person: Person, ...choices: readonly number[]): Promise<void> {
  await person.see("poll-choice");
  const all = await person.page.$$(handle("poll-choice"));
  for (const choice of choices) await all[choice]?.click();
}

/** As somebody without a mouse. */
async function choosesByKey(person: Person): Promise<void> {
  await person.see("poll-choice");
  await person.page.focus(handle("together-panel"));
  await until("the keyboard to be at a choice", async () => {
    await person.page.keyboard.press("Tab");
    return await person.page.$eval(handle("poll-choice"), (e) => e === document.activeElement);
  });
  await person.page.keyboard.press(" ");
}

/** What the newest poll shows. */
async function poll({ page }: Person) {
  return await page.$eval(handle("poll"), (card) => ({
    state: card.getAttribute("data-state"),
    counts: [...card.querySelectorAll("[data-test=poll-result]")]
      .map((one) => one.getAttribute("data-count"))
      .join(),
    text: card.textContent ?? "",
  }));
}

async function ends(people: readonly Person[], counts: string): Promise<void> {
  for (const person of people) {
    let is: unknown;
    await until(`${person.name} to see ${counts}`, async () => {
      const shown = await poll(person);
      is = [shown.state, shown.counts];
      return shown.state === "closed" && shown.counts === counts;
    }).catch((error) => {
      throw new Error(`${error.message}; it is ${is}`);
    });
  }
}

const says = async (person: Person, text: string) =>
  until(`"${text}" to be read out to ${person.name}`, () =>
    person.page.$eval(handle("says-polite"), (e, text) => e.textContent?.includes(text), text),
  );

test("four ask and answer, in the open and in secret, and a fifth who comes late is told", async () => {
  const host = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg", { browser: "firefox" });
  const ben = await stage.person("Ben Ott");
  const cem = await stage.person("Cem Yar", { browser: "firefox" });
  const four = [host, anna, ben, cem];
  const guests = [anna, ben, cem];
  const link = await host.host({ kind: "chat", seats: 5 }, chat);
  for (const guest of guests) {
    await guest.knock(link, chat);
    await host.admit(guest.name);
  }
  await areInCall(four);

  await opens(host, "polls");
  await drafts(host, "When do we meet?", ["Monday", "Tuesday", "Friday"]);
  await host.press("poll-ask");
  for (const guest of guests) {
    await guest.reads("poll-notice", "Ms Weber asks: When do we meet?");
    await guest.press("poll-answer");
  }
  await chooses(anna, 0);
  await chooses(ben, 1);
  await choosesByKey(cem);
  await until("all answers", async () => (await poll(host)).counts === "2,1,0");
  expect((await poll(host)).text).toContain("2 votes Anna Berg, Cem Yar");
  await chooses(anna, 2);
  await until("the other answer", async () => (await poll(cem)).counts === "1,1,1");
  for (const person of [host, anna]) expect(await axeFaults(person.page)).toEqual([]);
  await host.press("poll-close");
  await ends(four, "1,1,1");
  await says(cem, "The poll has a result: When do we meet?");

  await drafts(host, "Shall we go on?", ["Yes", "No"]);
  await host.press("poll-secret");
  expect(await axeFaults(host.page)).toEqual([]);
  await host.press("poll-ask");
  for (const person of four)
    await until("the poll", async () => (await poll(person)).text.includes("go on?"));
  for (const [i, person] of four.entries()) await chooses(person, i === 2 ? 1 : 0);
  await host.reads("poll-answered", "4 have answered");
  expect((await poll(host)).counts).toBe(""); // nothing is known of it yet
  await host.press("poll-close");
  await ends(four, "3,1");
  for (const person of four) expect((await poll(person)).text).not.toContain(ben.name);

  await opens(anna, "questions");
  await anna.write("question-text", "Who pays?");
  await anna.press("question-add");
  await says(host, "Anna Berg has a question: Who pays?");
  await opens(ben, "questions");
  await ben.press("question-raise");
  await opens(host, "questions");
  await host.reads("question", "1 wants to know");
  await host.press("question-taken");
  await anna.reads("question", "Being answered");
  for (const person of [host, anna]) expect(await axeFaults(person.page)).toEqual([]);

  const eva = await stage.person("Eva Lind", { browser: "firefox" });
  await eva.knock(link, chat);
  await host.admit(eva.name);
  await areInCall([...four, eva]);
  await opens(eva, "questions");
  await eva.reads("question", "1 wants to know · Being answered");
  await opens(eva, "polls");
  await until("both polls", async () => (await eva.page.$$(handle("poll"))).length === 2);
  const told = await eva.page.$$eval(handle("poll"), (all) => all.map((one) => one.textContent));
  expect(told.join()).toContain("this is what Ms Weber tells of it");
  expect(told.join()).toMatch(/1 vote Anna Berg[\s\S]*3 votes|3 votes[\s\S]*1 vote Anna Berg/);
});

test("who votes for another is cut off, and the others go on", async () => {
  const host = await stage.person("Ms Weber");
  const anna = await stage.person("Anna Berg", { browser: "firefox" });
  const mallory = await stage.person("Mallory");
  await mallory.page.evaluateOnNewDocument(() => {
    const made: RTCDataChannel[] = [];
    Object.assign(window, { made });
    const create = RTCPeerConnection.prototype.createDataChannel;
    RTCPeerConnection.prototype.createDataChannel = function (label, options) {
      const channel = create.call(this, label, options);
      if (label === "einmal-doc") made.push(channel);
      return channel;
    };
  });
  const link = await host.host({ kind: "chat", seats: 3 }, chat);
  for (const guest of [anna, mallory]) {
    await guest.knock(link, chat);
    await host.admit(guest.name);
  }
  await areInCall([host, anna, mallory]);
  await opens(host, "polls");
  await drafts(host, "Yes?", ["Yes", "No"]);
  await host.press("poll-ask");
  for (const person of [anna, mallory]) await person.see("poll-notice");
  await mallory.page.evaluate(() => {
    const { made } = window as unknown as { made: RTCDataChannel[] };
    const vote = JSON.stringify({ id: "CAkKCwwNDg8", choices: [0], sid: "EBESExQVFhc" });
    for (const channel of made)
      if (channel.readyState === "open")
        channel.send(Uint8Array.from([0x41, ...new TextEncoder().encode(vote)]));
  });
  for (const person of [host, anna]) await person.has("problem", "data-code", "alarm");
  await anna.press("poll-answer");
  await chooses(anna, 1);
  await until("Anna's answer", async () => (await poll(host)).counts === "0,1");
});
