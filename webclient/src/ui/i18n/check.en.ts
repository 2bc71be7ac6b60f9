// What a check of the connection before a call has found.
export const check = {
  "check.open": "Check the connection",
  "check.title": "Your connection",
  "check.checking": "We are checking. This takes ten seconds at most.",
  "check.good":
    "Your network lets calls through. " +
    "How good they are depends on how fast your line is, which was not measured.",
  "check.stream": "Your network lets calls through only over TCP: picture and sound may stutter.",
  "check.some":
    "Your network lets calls through, at least over TCP. " +
    "Your browser does not tell us about UDP, which would be better.",
  "check.blocked":
    "Nothing of a call got through to the server. " +
    "Networks of companies and hotels often block calls. Try mobile data.",
  "check.needed": "For your IT: allow TCP {port} to {server} without inspection.",
  "check.unclear": "We could not find out whether your network lets calls through. Simply try it.",
  "check.no-server": "The server did not answer. See whether other pages load.",
  "check.not-loaded":
    "The check could not be loaded from the server. See whether other pages load.",
  "check.limits": "Only the way to the server was checked, not the way to the others.",
  "check.details": "Details",
  "check.server": "The server",
  "check.udp": "Over UDP",
  "check.tcp": "Over TCP",
  "check.tls": "Over TLS",
  "check.is.answered": "answered after {ms} ms",
  "check.is.silent": "no answer",
  "check.is.unclear": "not known",
  "check.is.waiting": "waiting",
  "check.copy": "Copy report",
  "check.copy.hint": "It names neither people nor addresses.",
  "check.again": "Check again",
};
