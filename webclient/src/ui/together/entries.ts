// The parts as one finds them on the screen, in the order of the sheet. What one is drawn with is
// loaded with its own words and style when the part is first used, by whomever.
import type { ComponentChild } from "preact";
import type { CallModel, LocalMedia } from "../../call/model.ts";
import type { Part } from "../../call/together/part.ts";
import { loadModule } from "../../page/chunk.ts";
import type { Key } from "../i18n/index.ts";
import type { IconName } from "../parts/icon.tsx";
import { icons } from "./icons.ts";

export interface PartProps<Made extends Part = Part> {
  readonly model: CallModel;
  /** Undefined in a chat. */
  readonly media: LocalMedia | undefined;
  readonly part: Made;
}

export interface PartView<Made extends Part = Part> {
  /** What stands beside or over the stage while the part is open. */
  Panel(props: PartProps<Made>): ComponentChild;
  /** A line above all else for as long as it lasts, from when the part is loaded. */
  Bar?(props: PartProps<Made>): ComponentChild;
  /** Among what lies over the stage for a while, from when the part is loaded. */
  Notice?(props: PartProps<Made>): ComponentChild;
}

export interface Entry {
  /** As in call/together/registry.ts. */
  readonly name: string;
  readonly icon: IconName;
  /** Of the words of the stage. */
  readonly title: Key;
  /** Rejects if the server does not give it. */
  load(): Promise<PartView>;
}

export const entries: readonly Entry[] = [
  {
    name: "notes",
    icon: icons.notes,
    title: "together.notes",
    load: () => loadModule("ui/together/notes/view", () => import("./notes/view.tsx")),
  },
  {
    name: "draw",
    icon: icons.draw,
    title: "together.draw",
    load: () => loadModule("ui/together/draw/view", () => import("./draw/view.tsx")),
  },
  {
    name: "recording",
    icon: icons.recording,
    title: "together.recording",
    load: async () =>
      (await loadModule("ui/recording/view", () => import("../recording/view.tsx")))
        .view as PartView,
  },
  {
    name: "polls",
    icon: icons.polls,
    title: "together.polls",
    load: () => loadModule("ui/together/polls/view", () => import("./polls/view.tsx")),
  },
  {
    name: "questions",
    icon: icons.questions,
    title: "together.questions",
    load: () => loadModule("ui/together/questions/view", () => import("./questions/view.tsx")),
  },
  {
    name: "slides",
    icon: icons.slides,
    title: "together.slides",
    load: () => loadModule("ui/together/slides/view", () => import("./slides/view.tsx")),
  },
  {
    name: "film",
    icon: icons.film,
    title: "together.film",
    load: () => loadModule("ui/together/film/view", () => import("./film/view.tsx")),
  },
  {
    name: "groups",
    icon: icons.groups,
    title: "together.groups",
    load: () => loadModule("ui/together/groups/view", () => import("./groups/view.tsx")),
  },
];
