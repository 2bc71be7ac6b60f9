import type { Person } from "./person.ts";
import { until } from "./until.ts";

/** What somebody gets who pastes into a message, in another program. */
export async function pasted(person: Person): Promise<string> {
  return await person.inAnotherTab(async () => {
    await person.page.setContent("<textarea autofocus></textarea>");
    await person.page.focus("textarea");
    await person.page.keyboard.down("Control");
    await person.page.keyboard.press("v");
    await person.page.keyboard.up("Control");
    return await until("the text to be pasted", () =>
      person.page.$eval("textarea", (field) => field.value),
    );
  });
}
