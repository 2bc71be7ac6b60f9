// Screens that the page does not start with. Each module is loaded once, with the words, before the
// step that shows it: so a step is drawn at once, and never lacks half of what is on it.
import { type ReadonlySignal, signal } from "@preact/signals";
import { loadSurely, surely } from "../page/chunk.ts";
import { loadWords, type WordsPart } from "./i18n/index.ts";

export interface Late<Module> {
  /** Undefined until it is there. */
  readonly module: ReadonlySignal<Module | undefined>;
  /** Resolves once it is there, however long the server is away. */
  load(): Promise<Module>;
}

/** `name` is its path in the sources, such as "ui/inside". */
function late<Module>(
  name: string,
  get: () => Promise<Module>,
  words: readonly WordsPart[],
): Late<Module> {
  const module = signal<Module | undefined>(undefined);
  let loading: Promise<Module> | undefined;
  const load = async () => {
    const speaks = words.map((part) => surely(() => loadWords(part)));
    const [loaded] = await Promise.all([loadSurely(name, get), ...speaks]);
    module.value = loaded;
    return loaded;
  };
  return {
    module,
    load: () => {
      loading ??= load();
      return loading;
    },
  };
}

/** For what is drawn only once it is loaded. */
export function loaded<Module>({ module }: Late<Module>): Module {
  if (module.value === undefined) throw new TypeError("a screen is shown before it is loaded");
  return module.value;
}

/** What a host needs before and after a call, and whoever has come by a link that leads nowhere. */
export const desk = late("ui/desk", () => import("./desk.ts"), ["words", "desk"]);
/** What everybody needs who goes into a call. */
export const inside = late("ui/inside", () => import("./inside.tsx"), ["words"]);
/** What was left for somebody who was not there, and links for one person. It has its own words. */
export const mailbox = late("ui/mailbox/mailbox", () => import("./mailbox/mailbox.tsx"), []);
/** The call itself: loaded while somebody waits to be let in. */
export const stage = late("ui/call/stage", () => import("./call/stage.tsx"), [
  "words",
  "desk",
  "stage",
]);
