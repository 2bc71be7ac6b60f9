/** Who is in a call, and who is at its door, by what the pages show. */
import { expect } from "vitest";
import { handle, type Person } from "./person.ts";
import { patience, slowness, until } from "./until.ts";

/** In a chat there is nothing to be asked for. */
export const chat = { devices: "not-asked" } as const;

/** Everybody sees everybody else, each connected directly, and nobody twice. */
export async function areInCall(people: readonly Person[], deadline = patience): Promise<void> {
  const others = (person: Person) => people.filter((one) => one !== person).map(({ name }) => name);
  const end = performance.now() + deadline * slowness();
  for (const person of people) {
    const left = Math.max(0, end - performance.now()) / slowness();
    let seen: string[] = [];
    await until(
      `${person.name} to be connected with ${others(person).join(", ")} alone`,
      async () => {
        seen = await tiles(person);
        return same(
          seen,
          others(person).map((name) => `${name}: connected`),
        );
      },
      left,
    ).catch((error) => {
      throw new Error(`${error.message}; there is ${seen.join(", ") || "nobody"}`);
    });
  }
}

/** Whom a page shows in the call, and how the way to them is. */
export async function tiles(person: Person): Promise<string[]> {
  const shown = await person.page.$$eval(handle("tile"), (all) =>
    all.map(
      (tile) =>
        `${tile.querySelector(".tile-name-text")?.textContent}: ${tile.getAttribute("data-state")}`,
    ),
  );
  return shown.sort();
}

/** The names on the host's cards. */
async function atTheDoor(host: Person): Promise<string[]> {
  const cards = await host.page.$$eval(handle("knock-card"), (all) =>
    all.map((card) => card.textContent ?? ""),
  );
  return cards.sort();
}

/** The host is shown exactly these at the door, each once. */
export async function isShown(
  host: Person,
  guests: readonly Person[],
  deadline = patience,
): Promise<void> {
  const names = guests.map(({ name }) => name).sort();
  let cards: string[] = [];
  await until(
    `${names.join(", ") || "nobody"} at the door`,
    async () => {
      cards = await atTheDoor(host);
      return (
        cards.length === names.length && cards.every((card, i) => card.includes(names[i] as string))
      );
    },
    deadline,
  ).catch((error) => {
    throw new Error(`${error.message}; there is ${cards.join(", ") || "nobody"}`);
  });
}

/** Says something each way: the tiles do not lie. */
export async function talk(one: Person, other: Person): Promise<void> {
  const text = `I am ${one.name}.`;
  await one.say(text);
  await other.hears(text);
}

function same(a: readonly string[], b: readonly string[]): boolean {
  return JSON.stringify([...a].sort()) === JSON.stringify([...b].sort());
}

/**
 * Notes from now on when a page reads that the host knows, and when a host is shown a card; in ms
 * since 1970.
 */
export async function noteSentences(person: Person): Promise<void> {
  await person.page.evaluate(
    (lobby, card) => {
      const notes: { at: number; knows: boolean; cards: number }[] = [];
      Object.assign(window, { sentences: notes });
      const look = () => {
        const knows = /can see that you are waiting/.test(
          document.querySelector(lobby)?.textContent ?? "",
        );
        const cards = document.querySelectorAll(card).length;
        const last = notes[notes.length - 1];
        if (last?.knows !== knows || last.cards !== cards)
          notes.push({ at: Date.now(), knows, cards });
      };
      look();
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      });
    },
    handle("waiting"),
    handle("knock-card"),
  );
}

interface Sentence {
  at: number;
  knows: boolean;
  cards: number;
}

async function sentences(person: Person): Promise<Sentence[]> {
  return await person.page.evaluate(
    () => (window as unknown as { sentences: Sentence[] }).sentences,
  );
}

/** A page may lag behind what another one shows: the word is on its way. */
const lagMs = 1_000;

/**
 * Whenever the guest read that the host knows, the host's page had a card, or had had one until a
 * moment ago.
 */
export async function wasTrue(guest: Person, host: Person): Promise<void> {
  const [read, shown] = [await sentences(guest), await sentences(host)];
  const untrue = read.filter(({ at, knows }, i) => {
    const until = read[i + 1]?.at ?? at + lagMs;
    if (!knows || until - at < lagMs) return false;
    const before = shown.filter((one) => one.at <= at + lagMs);
    return !before.some(
      (one, k) => one.cards > 0 && (before[k + 1]?.at ?? Number.POSITIVE_INFINITY) >= at - lagMs,
    );
  });
  expect(
    untrue,
    `what ${guest.name} read and was not so; the host was shown ${JSON.stringify(shown)}`,
  ).toEqual([]);
}
