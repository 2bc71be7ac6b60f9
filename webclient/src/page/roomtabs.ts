// The tabs of this browser that are in the same room.
import type { RoomKeys } from "../call/roomkeys.ts";
import { Tabs } from "../net/tabs.ts";

export async function tabsOf(keys: Promise<RoomKeys>): Promise<Tabs> {
  return new Tabs((await keys).room);
}
