import { describe, expect, it, vi } from "vitest";
import { type Bytes, utf8 } from "../../../crypto/bytes.ts";
import { Desk } from "./desk.ts";

function deskOf(pages: number, draw: (page: number) => Promise<Bytes>) {
  const drawn: number[] = [];
  const desk = new Desk((page) => drawn.push(page));
  const close = vi.fn<() => void>();
  desk.open({ title: "Offer", pages, draw, close });
  return { desk, drawn, close };
}
const settle = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("the desk", () => {
  it("draws the page that is shown and three after it, each once, one at a time", async () => {
    let now = 0;
    let most = 0;
    const { desk, drawn } = deskOf(20, async (page) => {
      most = Math.max(most, ++now);
      await Promise.resolve();
      now--;
      return utf8(`${page}`);
    });
    desk.turnTo(5);
    desk.turnTo(2);
    await settle();
    expect([...drawn].sort()).toEqual([2, 3, 4, 5]);
    expect(most).toBe(1);
  });

  it("draws all of them if somebody else is to go on", async () => {
    const { desk, drawn } = deskOf(9, async () => utf8("x"));
    desk.turnTo(8);
    await desk.drawAll();
    expect(drawn).toEqual([8, 9, 1, 2, 3, 4, 5, 6, 7]);
  });

  it("says that a page could not be drawn, and goes on with the next", async () => {
    const { desk, drawn } = deskOf(3, async (page) => {
      if (page === 2) throw new Error("damaged");
      return utf8("x");
    });
    await desk.drawAll();
    expect([drawn, desk.isBroken.value]).toEqual([[1, 3], true]);
    desk.close();
    expect([desk.isOpen, desk.isBroken.value]).toEqual([false, false]);
  });

  it("has nothing of what was closed meanwhile", async () => {
    let finish = () => {};
    const { desk, drawn, close } = deskOf(3, async () => {
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return utf8("old");
    });
    desk.turnTo(1);
    const all = desk.drawAll();
    desk.close();
    await all; // is not waited for without end
    finish();
    await settle();
    expect(drawn).toEqual([]);
    expect(close).toHaveBeenCalledTimes(1);
  });
});
