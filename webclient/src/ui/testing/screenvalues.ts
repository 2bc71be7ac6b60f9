// A shared screen made of plain values, as values.ts has the rest.
import { signal } from "@preact/signals";
import type { LocalScreen, ScreenProblem, SharedScreen } from "../../call/model.ts";

export interface ScreenValues {
  shared?: SharedScreen;
  screenProblem?: ScreenProblem;
  /** The browser shares none. */
  noScreen?: true;
}

/** A screen that is there when asked for, unless a problem is given. */
export function someScreen({ shared, screenProblem, noScreen }: ScreenValues, calls: string[]) {
  const screen = {
    possible: !noScreen,
    shared: signal(shared),
    problem: signal(screenProblem),
    picture: null,
    share: async (mode) => {
      calls.push(`share ${mode}`);
      screen.shared.value = { mode, surface: "browser", sound: false, pointing: false };
    },
    shareFilm: () => {
      calls.push("share film");
      screen.shared.value = { mode: "video", surface: "film", sound: true, pointing: false };
    },
    changeMode: (mode) => calls.push(`mode ${mode}`),
    letPoint: (on) => calls.push(`pointing ${on ? "on" : "off"}`),
    stop: () => {
      calls.push("stop sharing");
      screen.shared.value = undefined;
    },
    dismissProblem: () => calls.push("dismiss share problem"),
  } satisfies LocalScreen;
  return screen;
}
