/** What is heard from the made-up microphones. */
import { existsSync } from "node:fs";
import { mkdir, readFile, rename } from "node:fs/promises";
import path from "node:path";
import type { Page } from "puppeteer-core";
import { outDir } from "../harness/browsers.ts";
import { run } from "./shell.ts";

/**
 * The made-up microphones: Chromium's is silent most of the time, and silence may be sent as
 * nothing at all. This one hums in syllables, four in a second. Firefox's hums without a pause, and
 * plays nothing of a page's own where there is no loudspeaker.
 */
export async function plantHum(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined || navigator.userAgent.includes("Firefox")) return;
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await ask(constraints);
      for (const track of stream.getAudioTracks()) {
        stream.removeTrack(track);
        track.stop();
        const context = new AudioContext();
        const out = context.createMediaStreamDestination();
        const [tone, volume] = [context.createOscillator(), context.createGain()];
        const [pitch, range] = [context.createOscillator(), context.createGain()];
        const [syllables, depth] = [context.createOscillator(), context.createGain()];
        tone.type = "sawtooth";
        tone.frequency.value = 180;
        [pitch.frequency.value, range.gain.value] = [0.7, 50];
        pitch.connect(range).connect(tone.frequency);
        [volume.gain.value, syllables.frequency.value, depth.gain.value] = [0.3, 4, 0.15];
        syllables.connect(depth).connect(volume.gain);
        tone.connect(volume).connect(out);
        for (const one of [tone, pitch, syllables]) one.start();
        for (const made of out.stream.getAudioTracks()) stream.addTrack(made);
      }
      return stream;
    };
  });
}

/**
 * Somebody who speaks, with the pauses that people make: Opus takes a hum for music, for which it
 * has no error correction (RFC 6716, 2.1.7). Both browsers play it through a media element, which
 * needs no loudspeaker.
 */
export async function plantSpeech(page: Page): Promise<void> {
  const sound = (await readFile(await speech())).toString("base64");
  await page.evaluateOnNewDocument((encoded: string) => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return;
    interface Playing extends HTMLAudioElement {
      captureStream?(): MediaStream;
      mozCaptureStream?(): MediaStream;
    }
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await ask(constraints);
      for (const track of stream.getAudioTracks()) {
        stream.removeTrack(track);
        track.stop();
        const bytes = Uint8Array.from(atob(encoded), (letter) => letter.charCodeAt(0));
        const url = URL.createObjectURL(new Blob([bytes], { type: "audio/wav" }));
        const player: Playing = new Audio(url);
        player.loop = true;
        await player.play();
        const played = player.captureStream?.() ?? player.mozCaptureStream?.();
        for (const made of played?.getAudioTracks() ?? []) stream.addTrack(made);
      }
      return stream;
    };
  }, sound);
}

const words = `Good morning. I have looked at the second draft, and I like it very much. On page four
  there is a sentence about delivery that I would change, because ten days are not enough. Then
  there is the invoice, which we could send in two parts. Can you hear me well? It is rather cold
  here today. Let us begin with the drawings that you sent me yesterday, and come to the rest
  afterwards. The first of them shows the house from the garden, and the second one from the road.`;

/** The file, some 25 s of 22,050 Hz. */
async function speech(): Promise<string> {
  const file = path.join(outDir, "lab", "speech.wav");
  if (existsSync(file)) return file;
  await mkdir(path.dirname(file), { recursive: true });
  run("espeak-ng", ["-v", "en", "-s", "150", "-w", `${file}.part`, words.replace(/\s+/g, " ")]);
  await rename(`${file}.part`, file);
  return file;
}
