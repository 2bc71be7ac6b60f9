/** A film, as this browser records one. */
import { writeFile } from "node:fs/promises";
import type { Person } from "./person.ts";

/** Two seconds of colours, as this browser records them, in a file. */
export async function makeFilm({ page }: Person, file: string): Promise<void> {
  const base64 = await page.evaluate(async () => {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [320, 180];
    const draw = canvas.getContext("2d");
    let hue = 0;
    const timer = setInterval(() => {
      hue += 20;
      if (draw) draw.fillStyle = `hsl(${hue} 90% 50%)`;
      draw?.fillRect(0, 0, 320, 180);
    }, 40);
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: "video/webm" });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const stopped = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    recorder.start();
    setTimeout(() => recorder.stop(), 2_000);
    await stopped;
    clearInterval(timer);
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  });
  await writeFile(file, Buffer.from(base64, "base64"));
}
