// What people make together in a call: the way to it. Each part has words of its own.
export const together = {
  "together.open": "Together",
  "together.title": "What do you want to do together?",
  "together.loading": "Loading …",
  "together.failed":
    "This could not be loaded: the server does not answer, or your network is away. This does not end the call.",
  "together.again": "Try again",

  "together.notes": "Shared notes",
  "together.draw": "Draw",
  "together.recording": "Record",
  "together.recorded":
    "It is being recorded, or somebody asks to. Who is let in is told so, and asked.",
  "together.polls": "Poll",
  "together.questions": "Questions",
  "together.slides": "Slides",
  "together.film": "Film",
  "together.groups": "Groups",
};
