// What people read of their browser, their devices and their clock.
export const deviceProblems = {
  "device-denied":
    "Ihr Browser lässt diese Seite Kamera oder Mikrofon nicht benutzen. " +
    "Sie können es im Browser erlauben oder ohne beides teilnehmen.",
  "device-denied.camera":
    "Ihr Browser lässt diese Seite die Kamera nicht benutzen. " +
    "Sie können es im Browser erlauben oder ohne sie teilnehmen.",
  "device-denied.microphone":
    "Ihr Browser lässt diese Seite das Mikrofon nicht benutzen. " +
    "Sie können es im Browser erlauben oder ohne es teilnehmen: zuhören und schreiben.",
  "device-dismissed": "Die Frage wurde ohne ein Ja geschlossen. Kein Problem. Noch einmal fragen?",
  "device-again":
    "Auch diesmal gab es kein Ja. Sie können auch so dabei sein. " +
    "Wenn Sie keine Frage gesehen haben, fragt Ihr Browser nicht mehr: Dann erlauben Sie es dort.",
  "device-system":
    "Sie haben es erlaubt, aber Ihr Gerät lässt den Browser Kamera oder Mikrofon nicht benutzen. " +
    "Das lässt sich in den Einstellungen des Geräts ändern. Sie können auch ohne beides dabei sein.",
  "device-system.camera":
    "Sie haben es erlaubt, aber Ihr Gerät lässt den Browser die Kamera nicht benutzen. " +
    "Das lässt sich in den Einstellungen des Geräts ändern. Sie können auch ohne sie dabei sein.",
  "device-system.microphone":
    "Sie haben es erlaubt, aber Ihr Gerät lässt den Browser das Mikrofon nicht benutzen. " +
    "Das lässt sich in den Einstellungen des Geräts ändern. Sie können auch ohne es dabei sein.",
  "device-unavailable":
    "Dieser Browser gibt dieser Seite weder Kamera noch Mikrofon. " +
    "Zuhören und schreiben können Sie auch so. Oder öffnen Sie den Link in einem anderen Browser.",
  "device-in-app":
    "Diese Seite ist in einer anderen App geöffnet, die ihr weder Kamera noch Mikrofon gibt. " +
    "Öffnen Sie sie in Ihrem Browser, oder nehmen Sie ohne beides teil: zuhören und schreiben.",
  "microphone-silent":
    "Von Ihrem Mikrofon kam bisher kein Ton. " +
    "Falls Sie gesprochen haben: Ist es am Headset ausgeschaltet?",
  "talking-muted": "Sie sprechen, aber Ihr Mikrofon ist aus. Die anderen hören Sie nicht.",
  "camera-paused":
    "Ihre Kamera liefert gerade kein Bild. " +
    "Vielleicht ist sie verdeckt oder geschlossen, oder ein anderes Programm benutzt sie.",
  "camera-was-paused":
    "Während Sie nicht auf dieser Seite waren, stand Ihr Bild bei den anderen still. " +
    "Der Ton läuft weiter, solange Sie den Bildschirm nicht sperren.",
  "browser-too-old":
    "Dieser Browser ist zu alt für Gespräche. " +
    "Es genügen Safari 15.4, Chrome oder Edge 100, Firefox 115 und alles Neuere. " +
    "Bitte aktualisieren Sie ihn, oder öffnen Sie den Link in einem anderen.",
  "browser-too-old.ios":
    "Das System dieses iPhones oder iPads ist zu alt für Gespräche: nötig ist iOS 15.4 oder neuer. " +
    "Aktualisieren können Sie es in den Einstellungen unter „Allgemein“. " +
    "Gibt es kein Update, benutzen Sie bitte ein anderes Gerät: Ein anderer Browser hilft hier nicht.",
  "webrtc-off":
    "Dieser Browser könnte Gespräche führen, aber was sie brauchen (WebRTC), ist in ihm " +
    "abgeschaltet, durch eine Einstellung oder eine Erweiterung. " +
    "Bitte schalten Sie es ein, oder öffnen Sie den Link in einem anderen Browser.",
  "in-app-browser":
    "Diese Seite ist in einer anderen App geöffnet, in der Gespräche nicht gehen. " +
    "Bitte öffnen Sie sie in Ihrem Browser.",
};

export const deviceActions = {
  "action.unmute": "Mikrofon an",
  "action.open-browser": "Im Browser öffnen",
};
