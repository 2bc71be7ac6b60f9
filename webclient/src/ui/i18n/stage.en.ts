// English: what is read in the call alone.
import { call } from "./call.en.ts";
import { knows } from "./knows.en.ts";
import { layout } from "./layout.en.ts";
import { line } from "./line.en.ts";
import { participation } from "./participation.en.ts";
import { share } from "./share.en.ts";
import { signs } from "./signs.en.ts";
import { together } from "./together.en.ts";

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
