// What is said of things that were left, in both languages: they are loaded with it.
import { language } from "../i18n/index.ts";

const en = {
  "leave.title": "Leave something for your guests",
  "leave.lead":
    "A message or a file for whoever opens the guest link while you are not there. " +
    "It is encrypted in your browser: the server keeps it and cannot read it. " +
    "It is erased when a guest has taken it and says so, when you take it back, and when the room is over.",
  "leave.who": "Whoever has the guest link can take it, also before you let them in.",
  "leave.name": "Your name",
  "leave.note": "Message",
  "leave.file": "File",
  "leave.file.hint": "50 MB at most, together with the message.",
  "leave.optional": "optional",
  "leave.do": "Leave it",
  "leave.name.missing": "Please say who leaves it.",
  "leave.nothing": "Please write a message or choose a file.",
  "leave.note.long": "A message has at most 2,000 characters.",
  "leave.large": "This is more than 50 MB.",
  "leave.empty": "This file is empty.",
  "leave.busy": "It is being encrypted and sent. Please keep this page open. {percent} %",
  "leave.cancel": "Cancel",
  "leave.done":
    "It is on the server, encrypted. Whoever opens the guest link is told that you have left something.",
  "leave.looking": "Looking whether something lies there …",
  "leave.there": "This lies there:",
  "leave.there.note": "a message",
  "leave.there.file": "“{file}”, {size}",
  "leave.there.both": "a message and “{file}”, {size}",
  "leave.untaken": "No guest has taken it so far, and then said so.",
  "leave.back": "Take it back",
  "leave.back.done": "It is erased on the server.",
  "leave.again": "Try again",
  "card.title": "{from} has left you something.",
  "card.note": "A message.",
  "card.file": "A file: “{file}”, {size}.",
  "card.both": "A message, and a file: “{file}”, {size}.",
  "card.looking": "Something was left here for you. Looking what it is …",
  "card.open": "Open it",
  "card.busy": "It is coming and being decrypted. {percent} %",
  "card.says": "{from} writes:",
  "card.save": "Save “{file}”",
  "card.keep":
    "It still lies on the server, encrypted, until you say that you have it, or the room is over. " +
    "Once this page is closed you can open it again, as long as it lies there.",
  "card.erase": "I have it: erase it on the server",
  "card.hide": "Hide this",
  "card.erased":
    "It is erased on the server. What you have not saved is gone when this page is closed.",
  "problem.no-box":
    "Nothing lies there any more: somebody with the link has taken it, or it was taken back.",
  "problem.box-exists": "Something lies there already. Take it back first.",
  "problem.mailbox-full":
    "This server has no place for it at the moment, or keeps nothing for guests at all.",
  "problem.room-gone": "This room no longer exists.",
  "problem.too-many":
    "Too much comes from your network at the moment. Please try again in a while.",
  "problem.box-lost":
    "The server does not answer. Whether something lies there cannot be told at the moment.",
  "problem.box-lost.leave":
    "The server does not answer, and has not said that it keeps this. Please try again.",
  "problem.box-lost.erase":
    "The server has not said that it is erased. It may still lie there. Please try again.",
  "problem.box-stopped": "Stopped. Nothing was left.",
  "problem.file-unreadable": "This file cannot be read any more. Please choose it again.",
  "problem.damaged":
    "What lies there was damaged, or changed by somebody without the link. It is not shown. Please tell your host.",
  "problem.other": "That did not work, and the server does not say why. Please try again later.",
} as const;

export type MailboxKey = keyof typeof en;

const de: Record<MailboxKey, string> = {
  "leave.title": "Den Gästen etwas hinterlassen",
  "leave.lead":
    "Eine Nachricht oder Datei für alle, die den Gästelink öffnen, während Sie nicht da sind. " +
    "Sie wird in Ihrem Browser verschlüsselt: Der Server bewahrt sie auf und kann sie nicht lesen. " +
    "Sie wird gelöscht, wenn ein Gast sie geholt hat und das sagt, wenn Sie sie zurücknehmen und wenn der Raum endet.",
  "leave.who": "Alle mit dem Gästelink können sie holen, auch bevor Sie sie hereinlassen.",
  "leave.name": "Ihr Name",
  "leave.note": "Nachricht",
  "leave.file": "Datei",
  "leave.file.hint": "Höchstens 50 MB, zusammen mit der Nachricht.",
  "leave.optional": "freiwillig",
  "leave.do": "Hinterlassen",
  "leave.name.missing": "Bitte sagen Sie, von wem es ist.",
  "leave.nothing": "Bitte schreiben Sie eine Nachricht oder wählen Sie eine Datei.",
  "leave.note.long": "Eine Nachricht hat höchstens 2.000 Zeichen.",
  "leave.large": "Das sind mehr als 50 MB.",
  "leave.empty": "Diese Datei ist leer.",
  "leave.busy":
    "Es wird verschlüsselt und gesendet. Bitte lassen Sie diese Seite offen. {percent} %",
  "leave.cancel": "Abbrechen",
  "leave.done":
    "Es liegt verschlüsselt auf dem Server. Wer den Gästelink öffnet, erfährt, dass Sie etwas hinterlassen haben.",
  "leave.looking": "Es wird nachgesehen, ob dort etwas liegt …",
  "leave.there": "Das liegt dort:",
  "leave.there.note": "eine Nachricht",
  "leave.there.file": "„{file}“, {size}",
  "leave.there.both": "eine Nachricht und „{file}“, {size}",
  "leave.untaken": "Bisher hat kein Gast es geholt und das auch gesagt.",
  "leave.back": "Zurücknehmen",
  "leave.back.done": "Es ist auf dem Server gelöscht.",
  "leave.again": "Erneut versuchen",
  "card.title": "{from} hat Ihnen etwas hinterlassen.",
  "card.note": "Eine Nachricht.",
  "card.file": "Eine Datei: „{file}“, {size}.",
  "card.both": "Eine Nachricht und eine Datei: „{file}“, {size}.",
  "card.looking": "Hier wurde etwas für Sie hinterlassen. Es wird nachgesehen, was …",
  "card.open": "Öffnen",
  "card.busy": "Es kommt und wird entschlüsselt. {percent} %",
  "card.says": "{from} schreibt:",
  "card.save": "„{file}“ speichern",
  "card.keep":
    "Es liegt noch verschlüsselt auf dem Server, bis Sie sagen, dass Sie es haben, oder der Raum endet. " +
    "Ist diese Seite geschlossen, können Sie es wieder öffnen, solange es dort liegt.",
  "card.erase": "Ich habe es: auf dem Server löschen",
  "card.hide": "Ausblenden",
  "card.erased":
    "Es ist auf dem Server gelöscht. Was Sie nicht gespeichert haben, ist mit dieser Seite weg.",
  "problem.no-box":
    "Dort liegt nichts mehr: Jemand mit dem Link hat es geholt, oder es wurde zurückgenommen.",
  "problem.box-exists": "Dort liegt schon etwas. Nehmen Sie es zuerst zurück.",
  "problem.mailbox-full":
    "Dieser Server hat gerade keinen Platz dafür, oder er bewahrt nichts für Gäste auf.",
  "problem.room-gone": "Diesen Raum gibt es nicht mehr.",
  "problem.too-many":
    "Aus Ihrem Netz kommt gerade zu viel. Bitte versuchen Sie es nach einer Weile erneut.",
  "problem.box-lost":
    "Der Server antwortet nicht. Ob dort etwas liegt, lässt sich gerade nicht sagen.",
  "problem.box-lost.leave":
    "Der Server antwortet nicht und hat nicht gesagt, dass er es aufbewahrt. Bitte versuchen Sie es erneut.",
  "problem.box-lost.erase":
    "Der Server hat nicht gesagt, dass es gelöscht ist. Vielleicht liegt es noch dort. Bitte versuchen Sie es erneut.",
  "problem.box-stopped": "Abgebrochen. Es wurde nichts hinterlassen.",
  "problem.file-unreadable":
    "Diese Datei lässt sich nicht mehr lesen. Bitte wählen Sie sie noch einmal.",
  "problem.damaged":
    "Was dort liegt, ist beschädigt oder wurde von jemandem ohne den Link verändert. Es wird nicht gezeigt. Bitte sagen Sie es Ihrem Gastgeber.",
  "problem.other":
    "Das hat nicht geklappt, und der Server sagt nicht, warum. Bitte versuchen Sie es später erneut.",
};

export const mailboxWords = { en, de };

/** The words for `key` in the current language, as t(). */
export function mailboxText(
  key: MailboxKey,
  values: Readonly<Record<string, string | number>> = {},
) {
  const text = (language.value === "de" ? de : en)[key];
  return text.replace(/\{([a-z]+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
