// What is looked for in each state as it is drawn.
import type { Page } from "puppeteer-core";
import { axeFaults } from "../harness/axe.ts";
import { layoutFaults, outOfSight } from "../harness/layout.ts";
import type { View } from "./views.ts";

export async function screenFaults(page: Page, view: View): Promise<string[]> {
  // Before anything is scrolled.
  const unseen = await outOfSight(page, view);
  return [...unseen, ...(await axeFaults(page, false)), ...(await layoutFaults(page, view.touch))];
}
