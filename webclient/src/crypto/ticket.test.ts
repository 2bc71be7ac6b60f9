import { describe, expect, it } from "vitest";
import { fromBase64url, random, toBase64url } from "./bytes.ts";
import { openTicket, sealTicket, ticketKey } from "./ticket.ts";
import { flipBit, vectors } from "./vectors.ts";

const { seed, room, sid, key, name, ticket } = vectors.ticket;

describe("a resume ticket", () => {
  it("sealed by Go is opened here", async () => {
    expect(await openTicket(await ticketKey(fromBase64url(seed)), room, ticket)).toEqual({
      sid,
      key,
      name,
    });
  });

  it("is opened by the host that sealed it, also after a reload", async () => {
    const sealed = await sealTicket(await ticketKey(fromBase64url(seed)), room, { sid, key, name });
    expect(await openTicket(await ticketKey(fromBase64url(seed)), room, sealed)).toEqual({
      sid,
      key,
      name,
    });
  });

  it("tells two looks at the same member nothing", async () => {
    const own = await ticketKey(fromBase64url(seed));
    expect(await sealTicket(own, room, { sid, key, name })).not.toBe(
      await sealTicket(own, room, { sid, key, name }),
    );
  });

  it("is worthless in another room, for another host, cut, or with a bit turned over", async () => {
    const own = await ticketKey(fromBase64url(seed));
    const ticket = await sealTicket(own, room, { sid, key, name });
    expect(await openTicket(own, room, ticket)).toEqual({ sid, key, name });
    expect(await openTicket(own, toBase64url(random(16)), ticket)).toBeUndefined();
    expect(await openTicket(await ticketKey(random(32)), room, ticket)).toBeUndefined();
    const bytes = fromBase64url(ticket);
    for (let at = 0; at < bytes.length; at++) {
      expect(await openTicket(own, room, toBase64url(flipBit(bytes, at, at % 8)))).toBeUndefined();
      expect(await openTicket(own, room, toBase64url(bytes.subarray(0, at)))).toBeUndefined();
    }
    expect(await openTicket(own, room, "not a ticket")).toBeUndefined();
  });
});
