// English: the home of the keys, and all words together. `{name}` and the like are filled in by t().
// What is loaded when: words.en.ts, desk.en.ts, stage.en.ts. A problem's words live in problems.en.ts.
import { call } from "./call.en.ts";
import { check } from "./check.en.ts";
import { door } from "./door.en.ts";
import { draw } from "./draw.en.ts";
import { film } from "./film.en.ts";
import { screens } from "./first.en.ts";
import { groups } from "./groups.en.ts";
import { invite } from "./invite.en.ts";
import { kept } from "./kept.en.ts";
import { knows } from "./knows.en.ts";
import { layout } from "./layout.en.ts";
import { leaving } from "./leaving.en.ts";
import { line } from "./line.en.ts";
import { notes } from "./notes.en.ts";
import { over } from "./over.en.ts";
import { participation } from "./participation.en.ts";
import { polls } from "./polls.en.ts";
import { prejoin } from "./prejoin.en.ts";
import { questions } from "./questions.en.ts";
import { recorded } from "./recorded.en.ts";
import { recording } from "./recording.en.ts";
import { rooms } from "./rooms.en.ts";
import { share } from "./share.en.ts";
import { signs } from "./signs.en.ts";
import { slides } from "./slides.en.ts";
import { together } from "./together.en.ts";
import { week } from "./week.en.ts";

export const en = {
  ...screens,
  ...film,
  ...call,
  ...check,
  ...door,
  ...draw,
  ...invite,
  ...kept,
  ...knows,
  ...layout,
  ...leaving,
  ...line,
  ...notes,
  ...over,
  ...participation,
  ...polls,
  ...prejoin,
  ...recorded,
  ...recording,
  ...questions,
  ...groups,
  ...rooms,
  ...share,
  ...signs,
  ...slides,
  ...together,
  ...week,
};
