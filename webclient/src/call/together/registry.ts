// The parts that there are. Each is loaded when somebody uses it first, and costs nothing before.
import { loadModule } from "../../page/chunk.ts";
import type { PartContext, Registry } from "./part.ts";

export const registry = {
  notes: {
    first: 0x20,
    load: async () => {
      const load = () => import("./notes/notes.ts");
      const { Notes } = await loadModule("call/together/notes/notes", load);
      return (context: PartContext) => new Notes(context);
    },
  },
  draw: {
    first: 0x30,
    load: async () => {
      const path = "call/together/draw/drawing";
      const { Drawing } = await loadModule(path, () => import("./draw/drawing.ts"));
      return (context: PartContext) => new Drawing(context);
    },
  },
  recording: {
    first: 0x10,
    load: async () => {
      const { RecordPart } = await loadModule(
        "call/recording/part",
        () => import("../recording/part.ts"),
      );
      return (context: PartContext) => RecordPart.makeFrom(context);
    },
  },
  polls: {
    first: 0x40,
    load: async () => {
      const path = "call/together/polls/polls";
      const { PollsPart } = await loadModule(path, () => import("./polls/polls.ts"));
      return (context: PartContext) => new PollsPart(context);
    },
  },
  questions: {
    first: 0x50,
    load: async () => {
      const path = "call/together/questions/questions";
      const { QuestionsPart } = await loadModule(path, () => import("./questions/questions.ts"));
      return (context: PartContext) => new QuestionsPart(context);
    },
  },
  slides: {
    first: 0x60,
    load: async () => {
      const path = "call/together/slides/slides";
      const { SlidesPart } = await loadModule(path, () => import("./slides/slides.ts"));
      return (context: PartContext) => new SlidesPart(context);
    },
  },
  film: {
    first: 0x70,
    load: async () => {
      const path = "call/together/film/film";
      const { FilmPart } = await loadModule(path, () => import("./film/film.ts"));
      return () => new FilmPart();
    },
  },
  groups: {
    first: 0x80,
    load: async () => {
      const path = "call/together/groups/groups";
      const { GroupsPart } = await loadModule(path, () => import("./groups/groups.ts"));
      return (context: PartContext) => GroupsPart.makeFrom(context);
    },
  },
} satisfies Registry;

type Entries = typeof registry;
export type PartName = keyof Entries & string;

type Made<Entry> = Entry extends { load(): Promise<(context: PartContext) => infer Part> }
  ? Part
  : never;
/** What is loaded under a name. */
export type PartOf<Name extends PartName> = Made<Entries[Name]>;
