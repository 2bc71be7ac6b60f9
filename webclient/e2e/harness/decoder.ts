/** A page that decodes what it is given (WebCodecs). */
import type { Page } from "puppeteer-core";
import type { Colour, Packed, Shown } from "./recorded.ts";

export type Pair = readonly [from: number, until: number];

declare global {
  interface Window {
    decodePictures(packed: Packed, colours: Colour[]): Promise<Shown[]>;
    decodeSound(packed: Packed): Promise<{ rate: number; from: number; base64: string }>;
  }
}

export async function plantDecoder(page: Page): Promise<void> {
  await page.evaluate(() => {
    const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
    const open = <C>({ config, description }: Packed) =>
      ({ ...config, ...(description && { description: bytesOf(description) }) }) as C;
    const near = (a: number, b: number) => Math.abs(a - b) < 60;

    window.decodePictures = async (packed, colours) => {
      const shown: Shown[] = [];
      const [width, height] = [80, 45];
      const canvas = new OffscreenCanvas(width, height);
      const pen = canvas.getContext("2d", { willReadFrequently: true });
      const look = (frame: VideoFrame) => {
        pen?.drawImage(frame, 0, 0, width, height);
        const { data } = pen?.getImageData(0, 0, width, height) ?? { data: [] };
        const shares = colours.map(([red, green, blue]) => {
          let count = 0;
          for (let at = 0; at < data.length; at += 4) {
            const [r = 0, g = 0, b = 0] = [data[at], data[at + 1], data[at + 2]];
            if (near(r, red) && near(g, green) && near(b, blue)) count++;
          }
          return count / (width * height);
        });
        shown.push({ at: frame.timestamp / 1e6, shares });
        frame.close();
      };
      const failed: DOMException[] = [];
      const decoder = new VideoDecoder({ output: look, error: (error) => failed.push(error) });
      decoder.configure(open<VideoDecoderConfig>(packed));
      for (const { data, ...packet } of packed.packets)
        decoder.decode(new EncodedVideoChunk({ ...packet, data: bytesOf(data) }));
      await decoder.flush();
      if (failed[0]) throw failed[0];
      return shown;
    };

    window.decodeSound = async (packed) => {
      const pieces: { at: number; samples: Float32Array }[] = [];
      let rate = 0;
      const take = (sound: AudioData) => {
        const samples = new Float32Array(sound.numberOfFrames);
        sound.copyTo(samples, { planeIndex: 0, format: "f32-planar" });
        rate = sound.sampleRate;
        pieces.push({ at: sound.timestamp / 1e6, samples });
        sound.close();
      };
      const failed: DOMException[] = [];
      const decoder = new AudioDecoder({ output: take, error: (error) => failed.push(error) });
      decoder.configure(open<AudioDecoderConfig>(packed));
      for (const { data, ...packet } of packed.packets)
        decoder.decode(new EncodedAudioChunk({ ...packet, data: bytesOf(data) }));
      await decoder.flush();
      if (failed[0]) throw failed[0];
      const from = pieces[0]?.at ?? 0;
      const last = pieces.at(-1);
      const length = Math.round(((last?.at ?? 0) - from) * rate) + (last?.samples.length ?? 0);
      const whole = new Float32Array(length);
      for (const { at, samples } of pieces) {
        const place = Math.round((at - from) * rate);
        whole.set(samples.subarray(0, length - place), place);
      }
      const bytes = new Uint8Array(whole.buffer);
      let binary = "";
      for (let at = 0; at < bytes.length; at += 32_768)
        binary += String.fromCharCode(...bytes.subarray(at, at + 32_768));
      return { rate, from, base64: btoa(binary) };
    };
  });
}
