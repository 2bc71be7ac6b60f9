// German. The keys are those of draw.en.ts.
export const draw = {
  "draw.lead":
    "Wer mit einem Browser hier ist, kann zeichnen. Der Server kann nichts davon lesen. " +
    "Mit dem Gespräch ist die Zeichnung weg, wenn sie niemand gespeichert hat.",
  "draw.paper": "Zeichnen auf",
  "draw.paper.file": "Ein Bild",
  "draw.paper.share": "Ein Standbild des Geteilten",
  "draw.paper.slide": "Die Seite der Folien",
  "draw.paper.white": "Wieder weiß",
  "draw.paper.coming": "Jemand hat ein Bild unter die Linien gelegt. Es ist unterwegs …",
  "draw.paper.unreadable":
    "Ihr Browser kann das nicht als Bild lesen, oder es ist zu groß. Am besten gehen PNG, JPEG und WebP.",
  "draw.page": "Blatt zum Zeichnen",
  "draw.keys":
    "Mit der Tastatur: Pfeile bewegen den Stift, die Leertaste setzt ihn auf oder hebt ihn ab.",
  "draw.one": "Eine Linie ist gezeichnet.",
  "draw.count": "{count} Linien sind gezeichnet.",
  "draw.pen.down": "Stift aufgesetzt",
  "draw.pen.up": "Stift abgehoben",
  "draw.colour": "Farbe",
  "draw.colour.black": "Schwarz",
  "draw.colour.red": "Rot",
  "draw.colour.green": "Grün",
  "draw.colour.blue": "Blau",
  "draw.colour.brown": "Braun",
  "draw.colour.purple": "Violett",
  "draw.width": "Breite",
  "draw.width.thin": "Dünn",
  "draw.width.medium": "Mittel",
  "draw.width.thick": "Dick",
  "draw.eraser": "Radierer",
  "draw.undo": "Meins zurück",
  "draw.clear": "Alles löschen",
  "draw.save": "Für sich speichern",
  "draw.file": "zeichnung",
  "draw.png-failed": "Ihr Browser konnte kein PNG daraus machen. SVG geht.",
  "draw.full":
    "Das Blatt ist voll, deshalb kam diese Linie nicht dazu. Speichern Sie es und radieren Sie dann etwas.",
  "draw.news": "{name} zeichnet.",
  "draw.show": "Zeichnung zeigen",
};
