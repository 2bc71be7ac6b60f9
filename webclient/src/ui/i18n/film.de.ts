// Ein Film für alle zugleich.
import type { film as english } from "./film.en.ts";

export const film: Record<keyof typeof english, string> = {
  "film.lead":
    "Wählen Sie einen Film auf diesem Gerät. Die anderen sehen ihn, sobald Sie ihn zeigen, " +
    "so wie Sie ihn abspielen, mit seinem Ton. Die Datei selbst bleibt auf Ihrem Gerät.",
  "film.choose": "Film wählen",
  "film.change": "Anderen Film wählen",
  "film.show": "Allen zeigen",
  "film.stop": "Nicht mehr zeigen",
  "film.yours": "Ihr Film: {name}",
  "film.shown": "Sie zeigen ihn: Was Sie hier abspielen, geht an die anderen.",
  "film.hidden": "Im Augenblick sehen nur Sie ihn.",
  "film.play": "Abspielen",
  "film.pause": "Anhalten",
  "film.at": "Stelle im Film",
  "film.time": "{at} von {all}",
  "film.video-only": "Einen Film kann man nur in Videogesprächen zeigen.",
  "film.unsupported":
    "Dieser Browser kann anderen keinen Film zeigen. Chrome, Edge und Firefox auf einem Computer können es.",
  "film.unreadable": "Diese Datei kann der Browser nicht abspielen. Am besten gehen MP4 und WebM.",
};
