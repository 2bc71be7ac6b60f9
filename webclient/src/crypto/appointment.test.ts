import { describe, expect, it } from "vitest";
import { appointmentKey, openAppointment, sealAppointment } from "./appointment.ts";
import { fromBase64url, random, toBase64url } from "./bytes.ts";
import { deriveRoom, newRoom } from "./link.ts";
import { flipBit, vectors } from "./vectors.ts";

const when = new Date("2026-12-17T09:00:00Z");

describe("an appointment", () => {
  it.each(vectors.appointments)("of a $kind call sealed by Go is opened here", async (vector) => {
    const link = { kind: vector.kind, secret: fromBase64url(vector.secret) };
    expect((await deriveRoom(link)).room).toBe(vector.room);
    const key = await appointmentKey(link);
    expect(await openAppointment(key, vector.room, vector.sealed)).toEqual(
      new Date(vector.when * 1000),
    );
  });

  it("is read to the second by whoever has the link", async () => {
    const link = await newRoom("video");
    const { room } = await deriveRoom(link);
    const sealed = await sealAppointment(await appointmentKey(link), room, when);
    expect(fromBase64url(sealed)).toHaveLength(36);
    expect(await openAppointment(await appointmentKey(link), room, sealed)).toEqual(when);
  });

  it("is nothing in another room, by another link, of another kind, or damaged", async () => {
    const link = await newRoom("video");
    const { room } = await deriveRoom(link);
    const key = await appointmentKey(link);
    const sealed = await sealAppointment(key, room, when);
    expect(await sealAppointment(key, room, when)).not.toBe(sealed);
    const others = [await newRoom("video"), { ...link, kind: "audio" as const }];
    for (const other of others)
      expect(await openAppointment(await appointmentKey(other), room, sealed)).toBeUndefined();
    expect(await openAppointment(key, toBase64url(random(16)), sealed)).toBeUndefined();
    const bytes = fromBase64url(sealed);
    for (let at = 0; at < bytes.length; at++)
      expect(
        await openAppointment(key, room, toBase64url(flipBit(bytes, at, at % 8))),
      ).toBeUndefined();
    for (const text of ["", "no base64url", sealed.slice(4), `${sealed}AAAA`])
      expect(await openAppointment(key, room, text)).toBeUndefined();
  });

  it("after the year 9999 is none", async () => {
    const link = await newRoom("chat");
    const { room } = await deriveRoom(link);
    const key = await appointmentKey(link);
    for (const [seconds, read] of [
      [253_402_300_799, true],
      [253_402_300_800, false],
    ] as const) {
      const date = new Date(seconds * 1000);
      const sealed = await sealAppointment(key, room, date);
      expect(await openAppointment(key, room, sealed)).toEqual(read ? date : undefined);
    }
  });
});
