import { describe, expect, it } from "vitest";
import { formatFragment, guestLink, newRoom, parseCreator, parseLink } from "./link.ts";
import { findLink, LinkError } from "./repair.ts";
import { damaged, damages } from "./testing/damages.ts";

function outcome(text: string): unknown {
  try {
    return findLink(text);
  } catch (error) {
    if (error instanceof LinkError) return error.code;
    throw error;
  }
}

describe.each(Object.entries(damages.links))("a %s link", (_kind, fragment) => {
  it.each(damages.damages)("with $name is repaired, or refused", ({ text, code, origin }) => {
    const repaired = { origin: origin ?? damages.origin, fragment };
    expect(outcome(damaged(text, fragment))).toEqual(code ?? repaired);
  });

  it("stays what it is, whatever is put into it or taken out of it", () => {
    const more = [
      " ",
      "\n",
      "=",
      "%20",
      "%",
      "&",
      "\u00ad",
      "\u200b",
      "+",
      "#",
      "ä",
      "<wbr>",
      "\\",
      " and ",
      "-",
      "_",
    ];
    const others = [];
    for (let at = 1; at <= fragment.length; at++) {
      for (const between of ["", ...more]) {
        for (let gone = 0; gone < 8 && at + gone <= fragment.length; gone++) {
          const text = fragment.slice(0, at) + between + fragment.slice(at + gone);
          const read = outcome(`https://call.example/${text}`);
          // A - or _ in the place of another character cannot be told from a link.
          if (
            typeof read !== "string" &&
            (read as { fragment: string }).fragment !== fragment &&
            !/^[-_]$/.test(between)
          )
            others.push(text);
        }
      }
    }
    expect(others).toEqual([]);
  });
});

it("the kinds of links are not taken for each other", () => {
  const { guest, host, creator } = damages.links;
  expect(parseLink(`<${damages.origin}/${guest}>.`).role).toBe("guest");
  expect(parseLink(`*${damages.origin}/%23${host.slice(1)}*`).role).toBe("host");
  expect(parseCreator(`${creator}).`)).toHaveLength(32);
  expect(() => parseLink(creator)).toThrow(LinkError);
  expect(() => parseCreator(guest)).toThrow(LinkError);
});

it("a text that is longer than any mail is not searched", () => {
  const link = damages.links.guest;
  expect(outcome(`${" ".repeat(60_000)}${link}`)).toEqual({ origin: "", fragment: link });
  expect(outcome(`${" ".repeat(66_000)}${link}`)).toBe("link-unknown");
});

// A hundred each; one in 32 would end otherwise. ROOMS=10000 makes more.
const rounds = Number(process.env.ROOMS ?? 2000) / 100;

it("rooms have links that end in a letter or digit", async () => {
  const check = async () => {
    const host = await newRoom("video");
    return [host, await guestLink(host)].map(formatFragment);
  };
  for (let i = 0; i < rounds; i++) {
    const fragments = (await Promise.all(Array.from({ length: 100 }, check))).flat();
    expect(
      fragments.filter((made) => !/[A-Za-z0-9]$/.test(made) || findLink(made).fragment !== made),
    ).toEqual([]);
  }
}, 600_000); // work, not waiting
