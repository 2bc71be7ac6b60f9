// Folien, die jemand zeigt und alle sehen.
import type { slides as english } from "./slides.en.ts";

export const slides: Record<keyof typeof english, string> = {
  "slides.lead":
    "Wählen Sie ein PDF auf diesem Gerät. Nur Ihr Browser öffnet es; die anderen bekommen " +
    "ein Bild jeder Seite, zu der Sie kommen. Der Server kann nichts davon lesen.",
  "slides.choose": "PDF wählen",
  "slides.opening": "Das PDF wird geöffnet …",
  "slides.damaged": "Dieses PDF ist beschädigt oder keines. Es wurde nichts gezeigt.",
  "slides.encrypted":
    "Dieses PDF verlangt ein Passwort und lässt sich hier nicht öffnen. Speichern Sie eine " +
    "Kopie ohne Passwort, oder teilen Sie Ihren Bildschirm. Es wurde nichts gezeigt.",
  "slides.large":
    "Dieses PDF ist größer als 100 MB. Verkleinern Sie es, oder teilen Sie Ihren Bildschirm.",
  "slides.pages":
    "Dieses PDF hat mehr als {most} Seiten. Zeigen Sie einen Teil davon, oder teilen Sie Ihren Bildschirm.",
  "slides.unsupported":
    "Dieser Browser ist zu alt, um hier ein PDF zu öffnen. Teilen Sie stattdessen Ihren Bildschirm.",
  "slides.missing":
    "Was ein PDF öffnet, ließ sich nicht laden: Der Server antwortet nicht, oder Ihr Netz " +
    "ist weg. Es wurde nichts gezeigt.",
  "slides.meanwhile": "{name} zeigt inzwischen Folien, deshalb sind Ihre nicht zu sehen.",
  "slides.broken": "Mindestens eine Seite ließ sich nicht zeichnen und ist nicht zu sehen.",
  "slides.page": "Seite {page} von {pages}, gezeigt von {name}",
  "slides.page.own": "Seite {page} von {pages}, gezeigt von Ihnen",
  "slides.page.left": "Seite {page} von {pages}",
  "slides.coming": "Die Seite ist unterwegs …",
  "slides.drawing": "Die Seite wird gezeichnet …",
  "slides.undrawable": "Ihr Browser kann diese Seite nicht zeichnen.",
  "slides.back": "Seite davor",
  "slides.next": "Nächste Seite",
  "slides.number": "Seite",
  "slides.of": "von {pages}",
  "slides.keys": "Pfeiltasten, Pos1 und Ende blättern. Die anderen sehen, wohin Ihr Zeiger zeigt.",
  "slides.absent":
    "Seiten, die auf diesem Gerät nicht angekommen sind, lassen sich nicht zeigen: Das PDF " +
    "hat nur, wer angefangen hat.",
  "slides.full": "Vollbild",
  "slides.full.end": "Vollbild beenden",
  "slides.save": "Diese Seite speichern",
  "slides.file": "seite-{page}",
  "slides.end": "Nicht mehr zeigen",
  "slides.offer": "Jemand anderen weitermachen lassen",
  "slides.offer.to": "{name} fragen",
  "slides.offering":
    "{name} wird gefragt. Vorher werden die Seiten vorbereitet, die noch nicht zu sehen waren.",
  "slides.offered":
    "{name} bittet Sie, mit den Folien weiterzumachen. Sie bekommen die Seiten, nicht das PDF.",
  "slides.accept": "Weitermachen",
  "slides.decline": "Nein",
  "slides.left":
    "{name} ist gegangen. Diese Seite bleibt, bis jemand weitermacht oder etwas anderes zeigt.",
  "slides.take": "Mit diesen weitermachen",
  "slides.put-away": "Hier weglegen",
  "slides.not-recorded":
    "Folien sind nicht in einer Aufzeichnung des Gesprächs. Ein geteilter Bildschirm ist es.",
  "slides.news": "{name} zeigt Folien.",
  "slides.show": "Ansehen",
};
