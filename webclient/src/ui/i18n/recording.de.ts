// German. The keys are those of recording.en.ts.
export const recording = {
  "recording.title": "Aufzeichnen",
  "recording.lead":
    "Alle werden gefragt, und es beginnt nur, wenn alle zustimmen. Die Datei entsteht " +
    "allein auf Ihrem Gerät und sonst nirgends.",
  "recording.honest":
    "Das ist eine Abmachung, an die sich die Programme aller halten. Niemand kann " +
    "verhindern, dass jemand einen Bildschirm filmt.",
  "recording.form": "Was aufgezeichnet wird",
  "recording.form.together": "Bild und Ton von allen, in einem Film",
  "recording.form.sound": "Nur der Ton",
  "recording.form.separate": "Ton, für jede Person eine eigene Datei",
  "recording.chat": "Auch den Chat, als Text",
  "recording.chat.hint":
    "Nur was während der Aufzeichnung geschrieben wird, von denen, die zugestimmt haben.",
  "recording.goes-on": "Ohne Personen weitermachen, die ihre Zustimmung zurückziehen",
  "recording.goes-on.hint": "Sonst endet die Aufzeichnung dann.",
  "recording.why": "Wofür",
  "recording.why.hint": "Das lesen alle, bevor sie antworten.",
  "recording.optional": "freiwillig",
  "recording.ask": "Alle fragen",
  "recording.by-phone":
    "{name} ist per Telefon da. Ein Telefon kann nicht gefragt werden, also stimmt es " +
    "nicht zu: Solange es im Gespräch ist, kann keine Aufzeichnung beginnen.",
  "recording.preparing": "Einen Augenblick …",
  "recording.asking": "Alle werden gefragt. Noch wird nichts aufgezeichnet.",
  "recording.cancel": "Nicht aufzeichnen",
  "recording.on": "Es wird aufgezeichnet, auf diesem Gerät. Lassen Sie dieses Fenster sichtbar.",
  "recording.stop": "Beenden und behalten",
  "recording.other":
    "{name} zeichnet auf oder hat darum gebeten. Es gibt immer nur eine Aufzeichnung.",
  "recording.saving": "Die Aufzeichnung ist beendet. Sie wird fertiggestellt …",
  "recording.saving.percent": "{percent} % fertig",
  "recording.minutes": "Auf diesem Gerät ist noch Platz für etwa {minutes} Minuten.",
  "recording.answer.yes": "stimmt zu",
  "recording.answer.yes-without-picture": "stimmt zu, ohne das eigene Bild",
  "recording.answer.no": "stimmt nicht zu: Nichts von dieser Person wird aufgezeichnet",
  "recording.answer.open": "hat nicht geantwortet: Nichts von dieser Person wird aufgezeichnet",
  "recording.problem.no-sound":
    "Ihr Browser gibt auf diesem Gerät keinen Ton aus, also mischt er auch keinen. " +
    "Schließen Sie Lautsprecher oder Kopfhörer an, oder wählen Sie für jede Person eine " +
    "eigene Datei.",
  "recording.problem.no-room":
    "Auf diesem Gerät ist kein Platz mehr. Was aufgezeichnet wurde, bleibt erhalten.",
  "recording.problem.unsupported":
    "Dieser Browser kann nicht aufzeichnen. Aktuelle Browser können es.",
  "recording.problem.failed":
    "Das hat nicht geklappt. Was bis dahin aufgezeichnet wurde, bleibt erhalten.",
  "recording.asked": "{name} möchte aufzeichnen: {what}.",
  "recording.asked.on": "Dieses Gespräch wird von {name} aufgezeichnet: {what}.",
  "recording.asked.why": "Wofür: {why}",
  "recording.asked.terms":
    "Die Datei entsteht nur auf dem Gerät von {name}. Es beginnt nur, wenn alle " +
    "zustimmen; Sie können jederzeit widerrufen.",
  "recording.asked.terms.on":
    "Bis Sie zustimmen, bekommt {name} weder Ihr Bild noch Ihren Ton, die anderen " +
    "schon. Sie können jederzeit widerrufen.",
  "recording.yes": "Ich stimme zu",
  "recording.yes-without-picture": "Ich stimme zu, ohne mein Bild",
  "recording.no": "Ich stimme nicht zu",
  "recording.answered": "Sie haben geantwortet. Noch wird nichts aufgezeichnet.",
  "recording.what.sound": "Ton",
  "recording.what.picture": "Bild",
  "recording.what.screen": "geteilte Bildschirme",
  "recording.what.chat": "Chat",
  "recording.what.separate": "für jede Person eine eigene Datei",
  "recording.frame": "{name} zeichnet seit {time} auf.",
  "recording.frame.now": "{name} zeichnet auf.",
  "recording.frame.now.own": "Sie zeichnen auf.",
  "recording.frame.own": "Sie zeichnen seit {time} auf.",
  "recording.frame.without-picture": "Nicht Ihr Bild.",
  "recording.frame.apart":
    "{name} ist in einer anderen Gruppe und bekommt so lange weder Ihr Bild noch Ihren Ton.",
  "recording.frame.nothing": "Nichts von Ihnen: {name} bekommt weder Ihr Bild noch Ihren Ton.",
  "recording.frame.not": "Nicht aufgezeichnet: {names}.",
  "recording.withdraw": "Meine Zustimmung zurückziehen",
  "recording.agree-after-all": "Doch zustimmen",
  "recording.begun": "{name} zeichnet jetzt auf.",
  "recording.begun.own": "Die Aufzeichnung hat begonnen.",
  "recording.rogue":
    "Das Programm von {name} zeichnet ohne Zustimmung aller auf. Es bekommt weder Ihr " +
    "Bild noch Ihren Ton.",
  "recording.ended.stopped": "{name} zeichnet nicht mehr auf.",
  "recording.ended.refused": "Es wurde nichts aufgezeichnet: Nicht alle haben zugestimmt.",
  "recording.ended.withdrawn":
    "Die Aufzeichnung ist beendet: Jemand hat die Zustimmung zurückgezogen.",
  "recording.ended.failed":
    "Die Aufzeichnung ist beendet: Auf dem Gerät von {name} ging es nicht weiter.",
  "recording.ended.failed.own":
    "Ihr Gerät kann nicht weiter aufzeichnen. Was es schon aufgezeichnet hat, bleibt erhalten.",
  "recording.ended.gone": "Die Aufzeichnung ist beendet: {name} ist gegangen.",
  "recording.unbegun.stopped":
    "{name} möchte nicht mehr aufzeichnen. Es wurde nichts aufgezeichnet.",
  "recording.unbegun.failed":
    "Es wurde nichts aufgezeichnet: Das Gerät von {name} konnte nicht aufzeichnen.",
  "recording.unbegun.failed.own":
    "Es wurde nichts aufgezeichnet: Ihr Gerät konnte nicht aufzeichnen.",
  "recording.unbegun.gone": "Es wurde nichts aufgezeichnet: {name} ist gegangen.",
};
