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

  "chat.reply": "{name} antworten",
  "chat.copy": "Nachricht kopieren",
  "chat.uncopied": "Der Browser lässt uns nicht kopieren.",
  "chat.answering": "Antwort an {name}: {text}",
  "chat.answer.cancel": "Niemandem direkt antworten",
  "chat.earlier": "Eine frühere Nachricht",
  "chat.told": "Geschrieben, bevor Sie kamen, laut {name}",
  "say.told": "{name} hat frühere Nachrichten weitergegeben: {count}.",

  "sound.music": "Musik",
  "sound.music.hint":
    "Aus Ihrem Ton wird nichts entfernt. Mit Kopfhörern, sonst hören andere ein Echo.",
  "sound.echo": "Echo entfernen",
  "sound.echo.hint": "Aus nur mit Kopfhörern: Sonst hören die anderen sich selbst.",
  "sound.noise": "Geräusche entfernen",
  "sound.noise.hint": "Was nicht wie eine Stimme klingt, wird leiser.",

  "captions.title": "Untertitel",
  "captions.lead":
    "Was gesagt wird, zum Lesen, unter den Personen. Untertitel gehen von Gerät zu Gerät.",
  "captions.show": "Untertitel zeigen",
  "captions.show.hint": "Dass sie an sind, sehen nur Sie. Jemand muss sie geben.",
  "captions.size": "Größe",
  "captions.size.normal": "Normal",
  "captions.size.large": "Groß",
  "captions.size.larger": "Sehr groß",
  "captions.write": "Untertitel für andere schreiben",
  "captions.write.hint": "Die anderen lesen mit, während Sie tippen.",
  "captions.spoken": "Aufschreiben, was ich sage",
  "captions.spoken.hint":
    "Das macht der Browser auf Ihrem Gerät, Ihre Stimme geht dafür an keinen Dienst. " +
    "Er kann sich verhören.",
  "captions.label": "Was gerade gesagt wird",
  "captions.offer": "{name} gibt Untertitel: was gesagt wird, zum Lesen.",

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

  "hosting.menu": "Gastgeberrolle übergeben",
  "hosting.title": "Gastgeberrolle an {name} übergeben?",
  "hosting.lead":
    "Zuerst wird {name} gefragt. Nach einem Ja kann {name} einlassen, entfernen, sperren und " +
    "beenden, und Sie sind Gast. Dieser Browser vergisst den Gastgeberlink. " +
    "Wer ihn anderswo behalten hat, kann die Rolle jederzeit zurückholen, und {name} auch.",
  "hosting.confirm": "Fragen",
  "hosting.asked":
    "{host} bittet Sie, Gastgeber zu sein: Sie lassen ein, entfernen, sperren und beenden.",
  "hosting.yes": "Übernehmen",
  "hosting.no": "Nein, danke",
  "hosting.step.asked": "{name} wird gefragt. Bis zur Antwort sind Sie Gastgeber.",
  "hosting.step.moving": "Die Gastgeberrolle geht an {name} …",
  "hosting.step.unclear": "Noch steht nicht fest, ob {name} jetzt Gastgeber ist.",
  "hosting.step.declined": "{name} möchte nicht Gastgeber sein. Sie sind es weiterhin.",
  "hosting.step.unanswered": "Keine Antwort von {name}. Sie sind weiterhin Gastgeber.",
  "hosting.step.failed": "Das ging nicht. Sie sind weiterhin Gastgeber.",
  "hosting.withdraw": "Zurückziehen",
  "hosting.moved.us": "Sie sind jetzt Gastgeber: Sie lassen ein, entfernen, sperren und beenden.",
  "hosting.moved.from-us": "{name} ist jetzt Gastgeber, und Sie sind Gast.",
  "hosting.moved.other": "{name} ist jetzt Gastgeber.",
};
