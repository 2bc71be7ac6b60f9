// What is said of links for one person each, in both languages: they are loaded with it.
import { language } from "../i18n/index.ts";

const en = {
  title: "A link for each guest",
  lead:
    "Each of these links is for one person, by the name that you give. It belongs to the first device " +
    "from which somebody knocks with it while you are in the room: when it is used from another one, you are told.",
  truth:
    "This shows you whose link was used. It keeps nobody out by itself: whoever has any link of this room " +
    "can also knock without it, and you decide whom to let in.",
  kept: "The list is kept in this browser alone, encrypted under the host link.",
  refused: "This browser keeps nothing: the list ends with this page.",
  name: "Name",
  "name.missing": "Please say for whom the link is.",
  make: "Make a link",
  full: "There are 50 links already.",
  copy: "Copy link for {name}",
  revoke: "Revoke",
  "revoke.for": "Revoke the link for {name}",
  made: "The link for {name} is ready to be copied.",
  "is-revoked": "The link for {name} is revoked.",
  list: "Links",
  unused: "Nobody has knocked with it yet.",
  used: "Used, and bound to a device.",
  revoked: "Revoked: whoever knocks with it is turned away while this page is open.",
  "knock.first":
    "With the link for {name}, used for the first time. It belongs to this device now.",
  "knock.same": "With the link for {name}, from the same device as before.",
  "knock.other":
    "With the link for {name}, but from another device or browser than before. It may be somebody else: please make sure.",
  "knock.unknown":
    "With a link for one person that you made in another browser. For whom it was is not known here.",
  "knock.revoked": "Somebody who knocked with the revoked link for {name} was turned away.",
  "knock.problem": "For whom the link was cannot be told at the moment.",
} as const;

export type GuestsKey = keyof typeof en;

const de: Record<GuestsKey, string> = {
  title: "Ein Link für jeden Gast",
  lead:
    "Jeder dieser Links ist für eine Person, unter dem Namen, den Sie ihr geben. Er gehört dem ersten Gerät, " +
    "von dem jemand damit anklopft, während Sie im Raum sind: Wird er von einem anderen benutzt, erfahren Sie es.",
  truth:
    "Das zeigt Ihnen, wessen Link benutzt wurde. Es hält von sich aus niemanden fern: Wer irgendeinen Link " +
    "dieses Raums hat, kann auch ohne ihn anklopfen, und Sie entscheiden, wen Sie hereinlassen.",
  kept: "Die Liste steht nur in diesem Browser, verschlüsselt mit dem Gastgeber-Link.",
  refused: "Dieser Browser bewahrt nichts auf: Die Liste endet mit dieser Seite.",
  name: "Name",
  "name.missing": "Bitte sagen Sie, für wen der Link ist.",
  make: "Link machen",
  full: "Es gibt schon 50 Links.",
  copy: "Link für {name} kopieren",
  revoke: "Widerrufen",
  "revoke.for": "Den Link für {name} widerrufen",
  made: "Der Link für {name} kann kopiert werden.",
  "is-revoked": "Der Link für {name} ist widerrufen.",
  list: "Links",
  unused: "Damit hat noch niemand angeklopft.",
  used: "Benutzt und an ein Gerät gebunden.",
  revoked: "Widerrufen: Wer damit anklopft, wird abgewiesen, solange diese Seite offen ist.",
  "knock.first": "Mit dem Link für {name}, zum ersten Mal benutzt. Er gehört jetzt diesem Gerät.",
  "knock.same": "Mit dem Link für {name}, vom selben Gerät wie zuvor.",
  "knock.other":
    "Mit dem Link für {name}, aber von einem anderen Gerät oder Browser als zuvor. Es kann jemand anderes sein: Bitte vergewissern Sie sich.",
  "knock.unknown":
    "Mit einem Link für eine Person, den Sie in einem anderen Browser gemacht haben. Für wen er war, ist hier nicht bekannt.",
  "knock.revoked":
    "Jemand hat mit dem widerrufenen Link für {name} angeklopft und wurde abgewiesen.",
  "knock.problem": "Für wen der Link war, lässt sich gerade nicht sagen.",
};

export const guestsWords = { en, de };

/** The words for `key` in the current language, as t(). */
export function guestsText(key: GuestsKey, values: Readonly<Record<string, string>> = {}) {
  const text = (language.value === "de" ? de : en)[key];
  return text.replace(/\{([a-z]+)\}/g, (whole, name: string) => values[name] ?? whole);
}
