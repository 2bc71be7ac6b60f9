import { expect, it } from "vitest";
import { type Knocker, Lobby } from "./lobby.ts";

function knocks(lobby: Lobby, sid: string, name: string, phone = false): void {
  lobby.addKnocker(sid);
  lobby.nameKnocker(lobby.knocker(sid) as Knocker, { name, phone });
  lobby.showKnocks();
}

it("shows those who have knocked, in their order, under the first name that each has said", () => {
  const lobby = new Lobby(false);
  lobby.addKnocker("a"); // has not knocked yet
  knocks(lobby, "b", "Ben");
  knocks(lobby, "a", "Anna");
  knocks(lobby, "b", "Ms Weber");
  expect(lobby.knocks.value).toEqual([
    { sid: "a", name: "Anna" },
    { sid: "b", name: "Ben" },
  ]);
  lobby.removeKnocker("a");
  expect([lobby.knocks.value.length, lobby.isWaiting("a")]).toEqual([1, false]);
});

it("says who knocks by phone, and whoever has said so once cannot take it back", () => {
  const lobby = new Lobby(false);
  knocks(lobby, "a", "Phone …123", true);
  knocks(lobby, "b", "Ben");
  knocks(lobby, "a", "Phone …123", false);
  expect(lobby.knocks.value).toEqual([
    { sid: "a", name: "Phone …123", phone: true },
    { sid: "b", name: "Ben" },
  ]);
});

it("keeps those out who come while it is locked, and no others", () => {
  const lobby = new Lobby(true);
  knocks(lobby, "a", "Anna");
  expect([lobby.knocks.value, lobby.isLockedOut("a")]).toEqual([[], true]);
  expect(lobby.setLocked(false)).toEqual(["a"]);
  expect([lobby.knocks.value.length, lobby.isLockedOut("a")]).toEqual([1, false]);
  expect(lobby.setLocked(true)).toEqual([]);
  knocks(lobby, "b", "Ben");
  expect(lobby.knocks.value.map(({ sid }) => sid)).toEqual(["a"]); // was there before
});

it("holds sixteen, and knows whom a server no longer names", () => {
  const lobby = new Lobby(false);
  const sids = Array.from({ length: 20 }, (_, n) => String(n));
  expect(sids.filter((sid) => lobby.addKnocker(sid)).length).toBe(16);
  expect(lobby.missing(sids.slice(1))).toEqual(["0"]);
});
