// German, what a problem says to a person. A missing or surplus code is a type error.
import { lineActions, lineProblems, shareProblems } from "./callproblems.de.ts";
import { deviceActions, deviceProblems } from "./devices.de.ts";
import * as first from "./first.de.ts";
import type * as home from "./problems.en.ts";

export const problems: Record<keyof typeof home.problems, string> = {
  ...first.problems,
  ...deviceProblems,
  ...lineProblems,
  ...shareProblems,
  "room-gone":
    "Räume werden nach ihrem Gespräch gelöscht, oder wenn sie ablaufen. " +
    "Wenn Sie hier jemanden erwartet haben, bitten Sie um einen neuen Link.",
  "room-gone-in-call":
    "Der Server sagt, dass es diesen Raum nicht mehr gibt. " +
    "Mit allen, die Sie direkt erreichen, bleiben Sie verbunden, " +
    "aber hereinkommen kann niemand mehr. " +
    "Reißt eine Verbindung ab, kommt sie nicht wieder zustande.",
  "ended-by-operator":
    "Der Betreiber dieses Servers hat diesen Raum beendet. " +
    "Mit allen, die Sie direkt erreichen, bleiben Sie verbunden, " +
    "aber hereinkommen kann niemand mehr. " +
    "Reißt eine Verbindung ab, kommt sie nicht wieder zustande.",
  "room-full":
    "Der Raum war voll. Erst muss jemand gehen, bevor ein weiterer Gast hereinkommen kann.",
  "lobby-full":
    "Zu viele Personen warteten auf dieses Gespräch. " +
    "Bitte versuchen Sie es in einigen Minuten erneut.",
  "too-many":
    "Der Server nimmt aus Ihrem Netz gerade keine weiteren Verbindungen an. " +
    "Wir versuchen es weiter.",
  "create-too-many":
    "Aus Ihrem Netz kamen zu viele Versuche. Bitte versuchen Sie es später erneut.",
  removed: "Sie wurden aus dem Gespräch entfernt.",
  denied: "{host} hat Sie nicht hereingelassen.",
  elsewhere: "Wenn Sie hierher wechseln, endet es dort.",
  away:
    "Die anderen wissen nicht, dass Sie wieder da sind. Kamera und Mikrofon sind aus. " +
    "Was an war, geht wieder an, sobald Sie drin sind.",
  "away.chat": "Die anderen wissen nicht, dass Sie wieder da sind.",
  replaced:
    "Der Server oder ein anderer Tab dieses Browsers sagt, " +
    "dass Sie dieses Gespräch anderswo betreten haben. " +
    "Wenn Sie das nicht waren, vereinbaren Sie mit den anderen einen anderen Weg.",
  "create-forbidden":
    "Auf diesem Server dürfen nur eingeladene Personen Räume anlegen. " +
    "Bitte öffnen Sie den Link, den Sie dafür erhalten haben.",
  "server-full":
    "Auf diesem Server ist im Augenblick kein Platz für einen weiteren Raum. " +
    "Bitte versuchen Sie es später erneut.",
  "bad-origin":
    "Diese Seite wurde unter einer Adresse geöffnet, die der Gesprächsserver nicht annimmt. " +
    "Bitte benutzen Sie die Adresse aus Ihrer Einladung.",
  "bad-server":
    "Der Gesprächsserver hält sich nicht an die Regeln, deshalb hören wir nicht mehr auf ihn. " +
    "Alle, die Sie direkt erreichen, bleiben mit Ihnen verbunden.",
  "device-missing":
    "Wir haben weder Kamera noch Mikrofon gefunden. Sie können trotzdem teilnehmen.",
  "device-missing.camera": "Keine Kamera gefunden. Sie können nur mit Ton teilnehmen.",
  "device-missing.microphone":
    "Kein Mikrofon gefunden. Sie können trotzdem teilnehmen, zuhören und schreiben.",
  "device-busy":
    "Ihre Kamera oder Ihr Mikrofon lässt sich gerade nicht benutzen. " +
    "Vielleicht benutzt es ein anderes Programm (Teams, Zoom, ein anderer Tab?). " +
    "Bitte schalten Sie es dort aus, und versuchen Sie es erneut.",
  "device-busy.camera":
    "Ihre Kamera lässt sich gerade nicht benutzen. " +
    "Vielleicht benutzt sie ein anderes Programm (Teams, Zoom, ein anderer Tab?). " +
    "Bitte schalten Sie sie dort aus, und versuchen Sie es erneut.",
  "device-busy.microphone":
    "Ihr Mikrofon lässt sich gerade nicht benutzen. " +
    "Vielleicht benutzt es ein anderes Programm (Teams, Zoom, ein anderer Tab?). " +
    "Bitte schalten Sie es dort aus, und versuchen Sie es erneut.",
  "device-failed":
    "Ihre Kamera oder Ihr Mikrofon ist nicht gestartet. " +
    "Bitte stecken Sie das Gerät ab und wieder an, oder starten Sie den Browser neu, " +
    "und versuchen Sie es dann erneut.",
  "device-withdrawn":
    "Die Seite darf Kamera oder Mikrofon nicht mehr benutzen: " +
    "Das wurde in diesem Browser oder auf diesem Gerät geändert. " +
    "Erlauben Sie es dort, und wählen Sie dann „Erneut versuchen“.",
  "device-withdrawn.camera":
    "Ihre Kamera ist aus: Dieser Browser lässt die Seite sie nicht mehr benutzen. " +
    "Um gesehen zu werden, erlauben Sie es dort, und wählen Sie dann „Erneut versuchen“.",
  "device-withdrawn.microphone":
    "Ihr Mikrofon ist aus: Dieser Browser lässt die Seite es nicht mehr benutzen. " +
    "Um gehört zu werden, erlauben Sie es dort, und wählen Sie dann „Erneut versuchen“.",
  "device-lost":
    "Ihr Gerät ist nicht mehr da. „Erneut versuchen“ fragt Ihren Browser nach einem anderen.",
  "device-lost.camera":
    "Ihre Kamera ist nicht mehr da. „Erneut versuchen“ fragt Ihren Browser nach einer anderen.",
  "device-lost.microphone":
    "Ihr Mikrofon ist nicht mehr da. „Erneut versuchen“ fragt Ihren Browser nach einem anderen.",
  "device-changed":
    "Ihr Gerät wurde abgesteckt oder ist ausgefallen. Wir machen mit dem weiter, das da ist.",
  "device-changed.camera":
    "Ihre Kamera wurde abgesteckt oder ist ausgefallen. Wir machen mit der weiter, die da ist.",
  "device-changed.microphone":
    "Ihr Mikrofon wurde abgesteckt oder ist ausgefallen. Wir machen mit dem weiter, das da ist.",
  "device-unblurred":
    "Der Hintergrund ließ sich nicht unscharf machen. " +
    "Deshalb ist Ihre Kamera aus, und niemand sieht Ihren Raum.",
  insecure: "Gespräche brauchen eine sichere Adresse. Bitte öffnen Sie {secure}.",
  "link-incomplete":
    "Das Ende Ihres Links fehlt. Mailprogramme schneiden es manchmal ab. " +
    "Bitte kopieren Sie den ganzen Link oder bitten Sie noch einmal darum.",
  "link-unknown":
    "Dieser Link ist beschädigt oder nicht von uns. " +
    "Bitte kopieren Sie ihn noch einmal ganz, oder bitten Sie um einen neuen.",
  "link-several":
    "In diesem Text steht mehr als ein Link. " +
    "Bitte lassen Sie nur den stehen, den Sie öffnen möchten.",
  "link-elsewhere": "Dieser Link gehört zu einem anderen Server. Öffnen Sie ihn dort:",
  "link-seen.guest":
    "Ein Programm hat Ihren Link unterwegs verändert. " +
    "Deshalb hat Ihr Browser ihn an den Server geschickt, mit dem Teil, " +
    "den nur Sie und die anderen im Gespräch kennen sollen. " +
    "Wir haben ihn nicht geöffnet. Lassen Sie sich bitte einen neuen Link geben.",
  "link-seen.host":
    "Ein Programm hat Ihren Gastgeberlink unterwegs verändert. " +
    "Deshalb hat Ihr Browser ihn an den Server geschickt, und wer ihn hat, " +
    "könnte an Ihrer Stelle Gastgeber sein. " +
    "Wir haben ihn nicht geöffnet. Bitte benutzen Sie diesen Raum nicht: " +
    "Legen Sie einen neuen an, und schicken Sie Ihren Gästen dessen Link.",
  "link-seen.creator":
    "Ein Programm hat Ihren Link zum Anlegen von Räumen unterwegs verändert. " +
    "Deshalb hat Ihr Browser ihn als Adresse an den Server geschickt, " +
    "wo andere ihn lesen und an Ihrer Stelle Räume anlegen könnten. " +
    "Wir haben ihn nicht geöffnet. Lassen Sie sich bitte einen neuen geben und diesen sperren.",
  "storage-refused":
    "Dieser Browser lässt die Seite nichts speichern: " +
    "Vielleicht ist das Fenster privat oder der Speicher voll. " +
    "Bitte lassen Sie diese Seite offen, oder sichern Sie den Gastgeberlink.",
  "too-long":
    "So lange bewahrt dieser Server keinen Raum auf. Bitte wählen Sie einen früheren Zeitpunkt.",
  "move-gone":
    "Diesen Raum gibt es nicht mehr: Räume werden nach dem Gespräch gelöscht, oder wenn sie ablaufen. " +
    "Bitte lassen Sie ihn von diesem Browser vergessen und legen Sie einen neuen an.",
  "server-unreachable": "Der Gesprächsserver antwortet nicht. Wir versuchen es weiter.",
  "server-gone-in-call":
    "Wir sind nicht mit dem Server verbunden. " +
    "Alle, die Sie direkt erreichen, bleiben mit Ihnen verbunden. " +
    "Neu dazukommen kann im Moment niemand.",
  alarm:
    "Abgebrochen. " +
    "Jemand hat versucht, die Verbindung zwischen Ihnen und {name} zu verändern, " +
    "oder das Programm von {name} verletzt die Regeln. " +
    "Bild, Ton und Chat wurden darüber nicht gesendet. " +
    "Verlassen Sie das Gespräch und vereinbaren Sie einen anderen Weg.",
  "alarm.late":
    "Abgebrochen. Was von {name} kam, hat die Regeln verletzt, die andere fernhalten. " +
    "Deshalb haben wir diese Verbindung getrennt. " +
    "Bis dahin können Bild, Ton und Chat gesendet worden sein. " +
    "Verlassen Sie das Gespräch und vereinbaren Sie einen anderen Weg.",
  "knock-closed":
    "Was mit dem Anklopfen von {name} kam, hat die Regeln verletzt. Wir haben es beendet. " +
    "Niemand wurde hereingelassen, an Ihrem Gespräch ändert sich nichts.",
  "forged-command":
    "Jemand hat im Namen des Gastgebers Anweisungen gegeben, ohne Gastgeber zu sein. " +
    "Wir haben keine davon ausgeführt. " +
    "Wenn es wieder geschieht, verlassen Sie das Gespräch und vereinbaren Sie einen anderen Weg.",
  "build-differs":
    "Nach eigener Angabe hat das Programm von {name} eine andere Version als Ihres. " +
    "Vielleicht wurde der Server gerade aktualisiert: Bitte laden Sie beide die Seite neu. " +
    "Bleibt es dabei, trauen Sie diesem Server nicht und vereinbaren Sie einen anderen Weg.",
  "unknown-peer": "Diese Person ist nicht mehr da.",
  "pair-failed": "Sie und {name} erreichen sich im Moment nicht. Wir versuchen es weiter.",
  "relay-full":
    "Der Server hatte keinen Platz, um eine Verbindung für Sie weiterzuleiten, " +
    "deshalb gibt es keine zu {name}. " +
    "Wir versuchen es weiter. " +
    "Vielleicht hilft es, ohne „Meine IP-Adresse verbergen“ neu hereinzukommen oder ein VPN " +
    "auszuschalten.",
  "no-relay":
    "Über den Server kam keine Verbindung zustande, deshalb gibt es noch keine zu {name}. " +
    "Wir versuchen es weiter. " +
    "Vielleicht hilft es, ohne „Meine IP-Adresse verbergen“ neu hereinzukommen oder ein VPN " +
    "auszuschalten.",
  "file-size": "Eine Datei darf höchstens 2 GB groß und nicht leer sein.",
  "file-unreadable": "Diese Datei lässt sich nicht lesen. Ordner lassen sich nicht senden.",
  "file-nobody": "Niemand war verbunden, der die Datei bekommen könnte.",
  "file-many":
    "Zu viele Dateien warteten auf eine Antwort. Brechen Sie eine ab, oder warten Sie ein wenig.",
  "sound-needs-tap": "Ihr Browser spielt Ton erst nach einem Tippen ab.",
};

export const problemTitles: Record<keyof typeof home.problemTitles, string> = {
  ...first.problemTitles,
  "room-gone": "Diesen Raum gibt es nicht oder nicht mehr.",
  "ended-by-operator": "Dieser Raum wurde beendet.",
  "link-incomplete": "Der Link ist unvollständig.",
  "link-unknown": "Wir kennen diesen Link nicht.",
  "link-several": "Welcher Link ist es?",
  "link-seen": "Der Server hat diesen Link gesehen.",
  insecure: "Diese Adresse ist nicht sicher.",
  "browser-too-old": "Hier sind keine Gespräche möglich.",
  "webrtc-off": "Gespräche sind hier abgeschaltet.",
  "in-app-browser": "Bitte öffnen Sie Ihren Browser.",
  removed: "Sie sind nicht mehr im Gespräch.",
  denied: "Diesmal leider nicht.",
  elsewhere: "Dieses Gespräch ist schon in einem anderen Tab oder Fenster geöffnet.",
  away: "Sie waren schon einmal hier.",
  replaced: "Auf dieser Seite ist das Gespräch zu Ende.",
};

export const problemActions: Record<keyof typeof home.problemActions, string> = {
  ...first.problemActions,
  ...deviceActions,
  ...lineActions,
  "action.retry": "Erneut versuchen",
  "action.ask": "Noch einmal fragen",
  "action.sound-only": "Nur mit Ton",
  "action.copy-link": "Link kopieren",
  "action.switch-here": "Hierher wechseln",
  "action.come-back": "Wieder hineingehen",
  "action.link": "Ihr Link",
  "action.link.correct":
    "Verbessern Sie den Link, oder kopieren Sie ihn noch einmal und fügen Sie ihn hier ein. " +
    "Es darf auch die ganze Nachricht sein, " +
    "oder Sie tippen die Wörter ein, die Ihnen jemand vorliest.",
  "action.link.paste":
    "Kopieren Sie den Link, und fügen Sie ihn hier ein. Es darf auch die ganze Nachricht sein, " +
    "oder Sie tippen die Wörter ein, die Ihnen jemand vorliest.",
  "action.open-link": "Link öffnen",
  "action.leave": "Gespräch verlassen",
};
