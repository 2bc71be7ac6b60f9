/**
 * A telephone gateway as a process of its own, and a telephone that calls it: SIP (RFC 3261) and RTP
 * as text and bytes, on the loopback.
 */
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { createSocket, type Socket } from "node:dgram";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { createInterface } from "node:readline";
import { promisify } from "node:util";
import { endsWithRun } from "./child.ts";
import { until } from "./until.ts";

const binary = path.resolve(import.meta.dirname, "../../../bin/einmal-phone");
const host = "127.0.0.1";
const keys = "0123456789*#";
/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, host);
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

/** 20 ms of sound. */
const frame = 160;

export class Gateway {
  readonly port: number;
  readonly #door: string;
  readonly #folder: string;
  readonly #process: ChildProcess;

  private constructor(started: ChildProcess, folder: string, [port, door]: [number, string]) {
    [this.#process, this.#folder, this.port, this.#door] = [started, folder, port, door];
  }

  /** `door` is the port of a server's -phone, or any. */
  static async run(server: string, door = 0): Promise<Gateway> {
    const folder = await mkdtemp(path.join(tmpdir(), "einmal-phone-"));
    const flags = ["-door", `${host}:${door}`, "-sip", `${host}:0`, "-from", host, "-loopback"];
    const about = ["-server", server, "-number", "1", "-key", path.join(folder, "key")];
    const child = spawn(binary, ["serve", ...about, ...flags], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    endsWithRun(child);
    const [line] = await once(createInterface({ input: child.stdout }), "line");
    const found = /calls [\d.]+:(\d+), invitations (\S+),/.exec(line);
    if (found?.[1] === undefined || found[2] === undefined) throw new Error(line);
    return new Gateway(child, folder, [Number(found[1]), `http://${found[2]}`]);
  }

  /** A PIN for the call of a guest link. */
  async invite(link: string): Promise<string> {
    const { stdout } = await promisify(execFile)(binary, ["invite", "-door", this.#door, link]);
    return /PIN +(\d{6})/.exec(stdout)?.[1] ?? "";
  }

  async stop(): Promise<void> {
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    await ended;
    await rm(this.#folder, { recursive: true });
  }
}

export class Telephone {
  /** Packets of PCMU that came, and of those the ones that are no silence. */
  heard = { packets: 0, loud: 0 };
  readonly #gateway: number;
  readonly #sip: Socket;
  readonly #media: Socket;
  readonly #id = Math.random().toString(36).slice(2);
  readonly #answers: string[] = [];
  readonly #number: string;
  #to: string;
  #sequence = 0;
  #port = 0;
  #speaking: NodeJS.Timeout | undefined;
  #next = { number: 1, time: 0 };

  private constructor(gateway: number, number: string, sip: Socket, media: Socket) {
    [this.#gateway, this.#number, this.#sip, this.#media] = [gateway, number, sip, media];
    this.#to = `<sip:phone@${host}:${gateway}>`;
    sip.on("message", (data) => {
      const text = data.toString();
      this.#answers.push(text);
      // Said again, because the first confirmation was lost.
      const isOk = text.startsWith("SIP/2.0 200") && /\r\nCSeq: \d+ INVITE/.test(text);
      if (this.#port > 0 && isOk) this.#request("ACK");
    });
    media.on("message", (data) => {
      if (((data[1] ?? 0) & 0x7f) !== 0) return;
      this.heard.packets++;
      if (data.subarray(12).some((code) => (~code & 0x7f) > 0x20)) this.heard.loud++;
    });
  }

  /** Calls, and waits until it is answered. */
  static async call(gateway: Gateway, number: string): Promise<Telephone> {
    const open = async () => {
      const socket = createSocket("udp4");
      socket.bind(0, host);
      await once(socket, "listening");
      return socket;
    };
    const phone = new Telephone(gateway.port, number, await open(), await open());
    await phone.#invite();
    return phone;
  }

  async #invite(): Promise<void> {
    const { port } = this.#media.address();
    const lines = ["v=0", `o=- 1 1 IN IP4 ${host}`, "s=-", `c=IN IP4 ${host}`, "t=0 0"];
    lines.push(`m=audio ${port} RTP/AVP 0 101`, "a=rtpmap:101 telephone-event/8000", "");
    this.#request("INVITE", "Content-Type: application/sdp\r\n", lines.join("\r\n"));
    const ok = await until("the gateway to answer", () =>
      this.#answers.find((text) => text.startsWith("SIP/2.0 200")),
    );
    this.#to = /\r\nTo: (.*)\r\n/.exec(ok)?.[1] ?? this.#to;
    this.#port = Number(/m=audio (\d+)/.exec(ok)?.[1]);
    this.#request("ACK");
    // A tone that is loud and needs no sine: four samples up, four down.
    const tone = Uint8Array.from({ length: frame }, (_, i) => (i % 8 < 4 ? 0x90 : 0x10));
    this.#speaking = setInterval(() => this.#send(0, tone, 1, frame), 20);
  }

  #request(method: string, more = "", body = ""): void {
    if (method !== "ACK") this.#sequence++;
    const own = `${host}:${this.#sip.address().port}`;
    const branch = `z9hG4bK${this.#id}${this.#sequence}${method}`;
    const lines = [
      `${method} sip:phone@${host}:${this.#gateway} SIP/2.0`,
      `Via: SIP/2.0/UDP ${own};branch=${branch};rport`,
      "Max-Forwards: 70",
      `From: <sip:${this.#number}@${own}>;tag=a${this.#id}`,
      `To: ${this.#to}`,
      `Call-ID: ${this.#id}`,
      `CSeq: ${this.#sequence} ${method}`,
      `Contact: <sip:${this.#number}@${own}>`,
      `${more}Content-Length: ${body.length}`,
    ];
    this.#sip.send(`${lines.join("\r\n")}\r\n\r\n${body}`, this.#gateway, host);
  }

  /** Sends packets of one time. */
  #send(type: number, payload: Uint8Array, count: number, passes: number): void {
    for (let n = 0; n < count; n++) {
      const packet = Buffer.alloc(12 + payload.length);
      packet.writeUInt8(0x80, 0);
      packet.writeUInt8(type, 1);
      packet.writeUInt16BE(this.#next.number++ & 0xffff, 2);
      packet.writeUInt32BE(this.#next.time, 4);
      packet.writeUInt32BE(7, 8);
      packet.set(payload, 12);
      this.#media.send(packet, this.#port, host);
    }
    this.#next.time += passes;
  }

  /** Presses keys (RFC 4733). */
  press(pressed: string): void {
    for (const key of pressed)
      this.#send(101, Uint8Array.of(keys.indexOf(key), 0x8a, 3, 0x20), 3, 800);
  }

  async hangUp(): Promise<void> {
    this.#request("BYE");
    const { length } = this.#answers;
    await until("the good-bye to be heard", () => this.#answers.length > length);
  }

  close(): void {
    clearInterval(this.#speaking);
    for (const socket of [this.#sip, this.#media]) socket.close();
  }
}
