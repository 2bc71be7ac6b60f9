// German, with the polite “Sie”. A missing or surplus key is a type error.
import { call } from "./call.de.ts";
import { check } from "./check.de.ts";
import { door } from "./door.de.ts";
import { draw } from "./draw.de.ts";
import type { en } from "./en.ts";
import { film } from "./film.de.ts";
import { screens } from "./first.de.ts";
import { groups } from "./groups.de.ts";
import { invite } from "./invite.de.ts";
import { kept } from "./kept.de.ts";
import { knows } from "./knows.de.ts";
import { layout } from "./layout.de.ts";
import { leaving } from "./leaving.de.ts";
import { line } from "./line.de.ts";
import { notes } from "./notes.de.ts";
import { over } from "./over.de.ts";
import { participation } from "./participation.de.ts";
import { polls } from "./polls.de.ts";
import { prejoin } from "./prejoin.de.ts";
import { questions } from "./questions.de.ts";
import { recorded } from "./recorded.de.ts";
import { recording } from "./recording.de.ts";
import { rooms } from "./rooms.de.ts";
import { share } from "./share.de.ts";
import { signs } from "./signs.de.ts";
import { slides } from "./slides.de.ts";
import { together } from "./together.de.ts";
import { week } from "./week.de.ts";

export const de: Record<keyof typeof en, string> = {
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
