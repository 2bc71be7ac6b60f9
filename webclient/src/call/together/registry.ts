// The parts that there are. Each is loaded when somebody uses it first, and costs nothing before.
import { loadModule } from "../../page/chunk.ts";
import type { PartContext, Registry } from "./part.ts";

export const registry = {
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
} satisfies Registry;

type Entries = typeof registry;
export type PartName = keyof Entries & string;

type Made<Entry> = Entry extends { load(): Promise<(context: PartContext) => infer Part> }
  ? Part
  : never;
/** What is loaded under a name. */
export type PartOf<Name extends PartName> = Made<Entries[Name]>;
