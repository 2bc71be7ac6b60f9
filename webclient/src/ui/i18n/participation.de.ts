// Hände, Reaktionen, Bitten des Gastgebers.
import type { participation as english } from "./participation.en.ts";

export const participation: Record<keyof typeof english, string> = {
  "hand.press": "Melden",
  "hand.title": "Meldungen stehen in ihrer Reihenfolge, für alle in derselben.",
  "hand.list": "Meldungen",
  "hand.up": "Meldet sich, Platz {place}",
  "hand.lower": "Meldung von {name} zurücknehmen",
  "hand.own": "Sie",
  "say.hand": "{name} meldet sich.",
  "say.hand.many": "{count} Personen melden sich.",

  "keys.hand": "Melden oder Meldung zurücknehmen",
  "keys.talk": "Sprechen, solange Sie die Taste halten",

  "reaction.press": "Reagieren",
  "reaction.choose": "Reaktion wählen",
  "reaction.agree": "Ja, genau",
  "reaction.disagree": "Nein",
  "reaction.thanks": "Danke",
  "reaction.bravo": "Bravo",
  "reaction.laugh": "Lachen",
  "reaction.slower": "Bitte langsam",
  "say.reaction": "{name}: {reaction}",
  "say.reaction.many": "{count} Reaktionen",

  "ask.unmute": "Um Ton bitten",
  "ask.camera": "Bitten, die Kamera anzumachen",
  "ask.mute": "Stumm",
  "ask.mute-all": "Alle stumm",
  "ask.mute-all.title": "Schaltet alle Mikrofone aus. Jeder kann seines wieder einschalten.",
  "ask.done.unmute": "{name} wird um Ton gebeten.",
  "ask.done.camera": "{name} wird gebeten, die Kamera anzumachen.",
  "ask.done.mute": "Das Mikrofon von {name} wird ausgeschaltet.",
  "ask.done.mute-all": "Alle Mikrofone außer Ihrem werden ausgeschaltet.",
  "request.unmute": "{host} bittet Sie, Ihr Mikrofon einzuschalten. Bis dahin hört Sie niemand.",
  "request.camera": "{host} bittet Sie, Ihre Kamera einzuschalten. Bis dahin sieht Sie niemand.",
  "request.mute": "{host} hat um Ruhe gebeten. Ihr Mikrofon ist deshalb jetzt aus.",
  "request.camera.yes": "Kamera einschalten",
  "request.no": "Jetzt nicht",
};
