// German, before the call. A missing or surplus key is a type error.
import type * as home from "./prejoin.en.ts";

export const prejoin: Record<keyof typeof home.prejoin, string> = {
  "prejoin.name.guest": "Gast",
  "prejoin.name.host": "Gastgeber",
  "prejoin.name.hint":
    "Sehen nur die anderen im Gespräch. Wenn Sie nichts eintragen, heißen Sie „{name}“.",
  "prejoin.name.hint.host":
    "Sehen die anderen im Gespräch und alle, die mit dem Link anklopfen. " +
    "Wenn Sie nichts eintragen, heißen Sie „{name}“.",
  "prejoin.use.video": "Kamera und Mikrofon testen",
  "prejoin.use.audio": "Mikrofon testen",
  "preview.wish.both":
    "Noch aus. Kamera und Mikrofon gehen an, wenn Sie „{button}“ drücken und es erlauben.",
  "preview.wish.microphone":
    "Noch aus. Das Mikrofon geht an, wenn Sie „{button}“ drücken und es erlauben.",
  "preview.wish.camera":
    "Noch aus. Die Kamera geht an, wenn Sie „{button}“ drücken und es erlauben.",
};
