// German: what is read in the call alone.
import { call } from "./call.de.ts";
import { knows } from "./knows.de.ts";
import { layout } from "./layout.de.ts";
import { line } from "./line.de.ts";
import { participation } from "./participation.de.ts";
import { share } from "./share.de.ts";
import { signs } from "./signs.de.ts";
import { together } from "./together.de.ts";

export const screens = {
  ...call,
  ...knows,
  ...layout,
  ...line,
  ...participation,
  ...share,
  ...signs,
  ...together,
};
