import type { GuideId } from "./topics.ts";

/** What to press, one step after the other; menus are named as the programs name them. */
export const stepsDe: Record<GuideId, readonly string[]> = {
  "site.chrome": [
    "Klicken Sie auf das Symbol links neben der Adresse.",
    "Schalten Sie „Kamera“ und „Mikrofon“ ein.",
    "Wählen Sie dann hier „Erneut versuchen“.",
  ],
  "site.edge": [
    "Klicken Sie auf das Schloss links neben der Adresse.",
    "Stellen Sie bei den Berechtigungen „Kamera“ und „Mikrofon“ auf „Zulassen“.",
    "Wählen Sie dann hier „Erneut versuchen“.",
  ],
  "site.chrome-android": [
    "Tippen Sie auf das Symbol links neben der Adresse.",
    "Tippen Sie auf „Berechtigungen“ und erlauben Sie Kamera und Mikrofon.",
    "Wählen Sie dann hier „Erneut versuchen“.",
  ],
  "site.firefox": [
    "Klicken Sie links neben der Adresse auf die durchgestrichene Kamera oder das Mikrofon.",
    "Entfernen Sie „Blockiert“ mit dem Kreuz daneben.",
    "Wählen Sie dann hier „Erneut versuchen“.",
  ],
  "site.firefox-android": [
    "Tippen Sie auf das Symbol links neben der Adresse.",
    "Tippen Sie auf „Kamera“ und „Mikrofon“, bis dort „Erlaubt“ steht.",
    "Wählen Sie dann hier „Erneut versuchen“.",
  ],
  "site.safari-mac": [
    "Öffnen Sie oben am Bildschirm das Menü „Safari“.",
    "Wählen Sie „Einstellungen für diese Website …“.",
    "Stellen Sie „Kamera“ und „Mikrofon“ auf „Erlauben“ und wählen Sie hier „Erneut versuchen“.",
  ],
  "site.safari-ios": [
    "Tippen Sie auf das Symbol links neben der Adresse: „aA“ oder eine Seite mit Linien.",
    "Tippen Sie auf „Website-Einstellungen“ (vielleicht erst auf „…“).",
    "Stellen Sie „Kamera“ und „Mikrofon“ auf „Erlauben“ und wählen Sie hier „Erneut versuchen“.",
  ],
  "site.other": [
    "Klicken Sie auf das Symbol neben der Adresse.",
    "Erlauben Sie Kamera und Mikrofon.",
    "Wählen Sie dann hier „Erneut versuchen“.",
  ],
  "system.windows": [
    "Öffnen Sie die Windows-Einstellungen, dann „Datenschutz und Sicherheit“.",
    "Öffnen Sie „Kamera“ und erlauben Sie den Zugriff für Apps und für Desktop-Apps.",
    "Ebenso unter „Mikrofon“. Wählen Sie dann hier „Erneut versuchen“.",
  ],
  "system.macos": [
    "Öffnen Sie das Apple-Menü, „Systemeinstellungen“, dann „Datenschutz & Sicherheit“.",
    "Öffnen Sie „Kamera“ und schalten Sie Ihren Browser ein. Ebenso unter „Mikrofon“.",
    "Beenden Sie den Browser, öffnen Sie ihn neu und dann wieder Ihren Link.",
  ],
  "system.ios": [
    "Öffnen Sie die „Einstellungen“ des Geräts, dort „Apps“ und Ihren Browser.",
    "Schalten Sie „Kamera“ und „Mikrofon“ ein, oder wählen Sie „Erlauben“ oder „Fragen“.",
    "Wählen Sie dann hier „Erneut versuchen“.",
  ],
  "system.android": [
    "Öffnen Sie die Einstellungen des Geräts, dann „Apps“, Ihren Browser, „Berechtigungen“.",
    "Erlauben Sie „Kamera“ und „Mikrofon“.",
    "Wählen Sie dann hier „Erneut versuchen“.",
  ],
  "system.other": [
    "Öffnen Sie die Einstellungen Ihres Geräts, dann „Datenschutz“.",
    "Erlauben Sie Ihrem Browser Kamera und Mikrofon.",
    "Wählen Sie dann hier „Erneut versuchen“.",
  ],
  "app.ios": [
    "Tippen Sie am Rand des Bildschirms auf den Kompass oder auf „…“.",
    "Wählen Sie „In Safari öffnen“ oder „Im Browser öffnen“.",
    "Gibt es das nicht: Kopieren Sie den Link, öffnen Sie Safari und fügen Sie ihn oben ein.",
  ],
  "app.android": [
    "Tippen Sie oben auf die drei Punkte.",
    "Wählen Sie „In Chrome öffnen“ oder „Im Browser öffnen“.",
    "Gibt es das nicht: Kopieren Sie den Link, öffnen Sie Ihren Browser und fügen Sie ihn oben ein.",
  ],
};
