// German. The keys are those of signs.en.ts.
export const signs = {
  "settings.open": "Einstellungen",
  "settings.sounds": "Töne",
  "settings.sounds.title": "Töne abspielen",
  "settings.sounds.hint":
    "Wenn jemand anklopft, kommt oder geht, und für Ihre Zeitanzeige. " +
    "Ausgeschaltet macht auch ein Anklopfen keinen Ton.",
  "settings.kept":
    "Sobald Sie hier etwas ändern, merkt sich dieser Browser das, bis Sie es zurückstellen. " +
    "Es nennt weder Sie noch einen Raum, und der Server erfährt es nicht.",
  "settings.not-kept":
    "Ihr Browser speichert nichts für diese Seite. " +
    "Was Sie hier ändern, gilt, bis Sie sie verlassen.",

  "keys.title": "Tasten",
  "keys.single": "Einzelne Tasten benutzen",
  "keys.single.hint":
    "Sie tun nichts, während Sie schreiben. Schalten Sie sie aus, wenn Sie mit Ihrem Gerät " +
    "sprechen oder oft versehentlich Tasten drücken.",
  "keys.microphone": "Mikrofon an oder aus",
  "keys.camera": "Kamera an oder aus",
  "keys.chat": "Chat öffnen oder schließen",
  "keys.keys": "Diese Liste zeigen",
  "keys.leave": "Das Gespräch verlassen",
  "keys.regions": "Zum nächsten Teil der Seite; mit der Umschalttaste zum vorigen",
  "keys.taken": "„{key}“ ist schon vergeben: {action}.",
  "keys.unfit": "Bitte wählen Sie einen Buchstaben oder eine Ziffer.",
  "keys.reset": "Tasten zurücksetzen",
  "keys.reset.done": "Die Tasten sind wieder wie am Anfang.",

  "timer.minutes": "{count} min",
  "timer.hours": "{hours} h {minutes} min",
  "timer.label": "in diesem Gespräch. Erinnerung einstellen",
  "timer.over": "Ihre {minutes} Minuten sind um.",
  "timer.reached": "Sie sind seit {minutes} Minuten in diesem Gespräch.",
  "timer.title": "Ihre Zeit in diesem Gespräch",
  "timer.lead":
    "Sie zählt, seit Sie zum ersten Mal mit jemandem verbunden waren. Nur Sie sehen sie. " +
    "Nach einer Zeit, die Sie wählen, ändert sie einmal ihr Aussehen, mit einem leisen Ton.",
  "timer.choice": "Erinnerung",
  "timer.none": "Nie",
  "timer.after": "Nach {count} min",
  "timer.other": "Nach einer anderen Zeit",
  "timer.number": "Minuten",
  "timer.number.wrong": "Bitte geben Sie eine ganze Zahl von Minuten von 1 bis {most} ein.",
  "timer.passed": "Diese Zeit ist schon vorbei, deshalb gibt es dafür keinen Ton.",
  "timer.set": "Fertig",

  "note.ready": "Nachrichten zur Auswahl",
  "note.moment": "Ich bin gleich bei Ihnen.",
  "note.two": "Bitte noch zwei Minuten.",
  "note.five": "Bitte warten Sie fünf Minuten.",
  "note.no-server":
    "Der Server ist nicht erreichbar, deshalb kann gerade keine Nachricht gesendet werden.",
};
