/**
 * What is in a recorded file: its packets are read here, and decoded in a Chromium that has nothing
 * to do with who recorded it.
 */
import { readFileSync } from "node:fs";
import path from "node:path";
import { ALL_FORMATS, BufferSource, EncodedPacketSink, Input } from "mediabunny";
import { type Pair, plantDecoder } from "./decoder.ts";
import type { Person } from "./person.ts";

interface Packet {
  readonly data: string;
  readonly type: "key" | "delta";
  /** In µs. */
  readonly timestamp: number;
}
export interface Packed {
  /** For a decoder, but for its `description`, which is in base64. */
  readonly config: object;
  readonly description: string | undefined;
  readonly packets: readonly Packet[];
}

/** One picture: when it is shown, in seconds, and how much of it has each of the colours asked for. */
export interface Shown {
  readonly at: number;
  readonly shares: readonly number[];
}

export interface Sound {
  readonly rate: number;
  /** Of the first sample, in seconds. */
  readonly from: number;
  readonly samples: Float32Array;
}

export type Colour = readonly [red: number, green: number, blue: number];

export class RecordedFile {
  readonly name: string;
  readonly #bytes: Buffer;
  readonly #input: Input;

  constructor(directory: string, name: string) {
    this.name = name;
    this.#bytes = readFileSync(path.join(directory, name));
    const source = new BufferSource(this.#bytes);
    this.#input = new Input({ formats: ALL_FORMATS, source });
  }

  /** In seconds. */
  length(): Promise<number> {
    return this.#input.computeDuration();
  }

  async hasPicture(): Promise<boolean> {
    return (await this.#input.getPrimaryVideoTrack()) !== null;
  }

  async hasSound(): Promise<boolean> {
    return (await this.#input.getPrimaryAudioTrack()) !== null;
  }

  /** How a browser plays it: whether it knows the length, in seconds, and jumps to its middle. */
  async plays(player: Person): Promise<{ length: number; seeks: boolean }> {
    return await player.page.evaluate(
      async (base64, isFilm) => {
        const bytes = Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));
        const element = document.createElement(isFilm ? "video" : "audio");
        const once = (name: string) =>
          new Promise((resolve, reject) => {
            element.addEventListener(name, resolve, { once: true });
            element.addEventListener("error", () => reject(element.error), { once: true });
          });
        const known = once("loadedmetadata");
        element.src = URL.createObjectURL(new Blob([bytes]));
        await known;
        const { duration } = element;
        if (!Number.isFinite(duration)) return { length: duration, seeks: false };
        const there = once("seeked");
        element.currentTime = duration / 2;
        await there;
        URL.revokeObjectURL(element.src);
        return { length: duration, seeks: Math.abs(element.currentTime - duration / 2) < 0.5 };
      },
      this.#bytes.toString("base64"),
      await this.hasPicture(),
    );
  }

  /** Every picture. */
  async pictures(decoder: Person, colours: readonly Colour[]): Promise<Shown[]> {
    const packed = await pack(await this.#input.getPrimaryVideoTrack());
    await plantDecoder(decoder.page);
    return await decoder.page.evaluate(
      (packed, colours) => window.decodePictures(packed, colours),
      packed,
      colours as Colour[],
    );
  }

  async sound(decoder: Person): Promise<Sound> {
    const packed = await pack(await this.#input.getPrimaryAudioTrack());
    await plantDecoder(decoder.page);
    const { rate, from, base64 } = await decoder.page.evaluate(
      (packed) => window.decodeSound(packed),
      packed,
    );
    const bytes = Uint8Array.from(Buffer.from(base64, "base64"));
    return { rate, from, samples: new Float32Array(bytes.buffer) };
  }
}

type Track = ConstructorParameters<typeof EncodedPacketSink>[0];

async function pack(track: Track | null): Promise<Packed> {
  const config = await track?.getDecoderConfig();
  if (track === null || !config) throw new Error("the file has no such track");
  const { description, ...rest } = config;
  const packets: Packet[] = [];
  for await (const { data, type, timestamp } of new EncodedPacketSink(track).packets()) {
    const base64 = Buffer.from(data).toString("base64");
    packets.push({ data: base64, type, timestamp: Math.round(timestamp * 1e6) });
  }
  const own = description && Buffer.from(description as Uint8Array).toString("base64");
  return { config: rest, description: own, packets };
}

/** How loud one frequency is from one moment to another, in dB of full scale (Goertzel). */
export function levelOf({ rate, from, samples }: Sound, hz: number, span: Pair): number {
  const [first, last] = span.map((at) => Math.round((at - from) * rate));
  const piece = samples.subarray(Math.max(0, first ?? 0), Math.max(0, last ?? 0));
  const turn = 2 * Math.cos((2 * Math.PI * hz) / rate);
  let [one, two] = [0, 0];
  for (const sample of piece) [one, two] = [sample + turn * one - two, one];
  const power = one * one + two * two - turn * one * two;
  return 20 * Math.log10((2 * Math.sqrt(Math.max(power, 1e-12))) / piece.length);
}

/** When a frequency begins to be heard, each time, to 5 ms. */
export function beginningsOf(sound: Sound, hz: number, threshold: number): number[] {
  const [step, wide] = [0.005, 0.01];
  const end = sound.from + sound.samples.length / sound.rate;
  const beginnings: number[] = [];
  let was = true;
  for (let at = sound.from; at + wide < end; at += step) {
    const is = levelOf(sound, hz, [at, at + wide]) > threshold;
    if (is && !was) beginnings.push(at + wide / 2);
    was = is;
  }
  return beginnings;
}
