// How a line fares, in words and in figures.
export const line = {
  "line.title": "The line to {name}",
  "line.menu": "How is the line?",
  "line.good": "Nothing holds picture or sound back.",
  "line.their-line": "{name}'s line is slow at the moment.",
  "line.their-device": "{name}'s device is busy at the moment.",
  "line.own-line": "Your own line is slow at the moment.",
  "line.own-device": "Your own device is busy at the moment.",
  "line.unknown": "We are measuring. This takes a few seconds.",
  "line.figures": "Figures",
  "line.from": "From {name}",
  "line.to": "To {name}",
  "line.rtt": "There and back",
  "line.picture": "Picture",
  "line.sound": "Sound",
  "line.none": "not sent",
  "line.lost": "{lost} % lost",
  "line.waits": "plays {ms} ms late",
  "line.copy": "Copy figures",
  "line.copy.hint": "They name neither people nor addresses.",
  "line.files-first": "Send faster, without my picture",
  "line.files-first.hint": "Beside a call files go slowly, so that picture and sound go on.",
};

export const lineProblems = {
  "slow-line": "Your line is slow: we paused video so that you can keep talking.",
  "busy-device": "Your device is busy: picture reduced.",
  "files-first": "Your picture is paused while files are sent.",
};

export const lineActions = { "action.try-video": "Try video again" };
