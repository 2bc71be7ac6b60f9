/**
 * Reads WebSocket messages (RFC 6455, section 5) out of one direction of a TCP stream, however it
 * is cut into pieces.
 */

export interface Message {
  /** 1 text, 2 binary, 8 close, 9 ping, 10 pong. */
  opcode: number;
  payload: Buffer;
}

export class WebSocketReader {
  #rest: Buffer = Buffer.alloc(0);
  #fragments: Message | undefined;

  feed(chunk: Buffer): Message[] {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    const messages: Message[] = [];
    for (let frame = this.#frame(); frame; frame = this.#frame()) {
      if (frame.opcode >= 8) {
        messages.push(frame);
        continue;
      }
      const started: Message = this.#fragments ?? {
        opcode: frame.opcode,
        payload: Buffer.alloc(0),
      };
      started.payload = Buffer.concat([started.payload, frame.payload]);
      this.#fragments = frame.final ? undefined : started;
      if (frame.final) messages.push(started);
    }
    return messages;
  }

  #frame(): (Message & { final: boolean }) | undefined {
    const rest = this.#rest;
    if (rest.length < 2) return undefined;
    const [first, second] = [rest.readUInt8(0), rest.readUInt8(1)];
    if (first & 0x70)
      throw new Error("a WebSocket frame with an extension: compressed frames cannot be searched");
    let at = 2;
    let length = second & 0x7f;
    if (length === 126) {
      if (rest.length < 4) return undefined;
      length = rest.readUInt16BE(2);
      at = 4;
    } else if (length === 127) {
      if (rest.length < 10) return undefined;
      length = Number(rest.readBigUInt64BE(2));
      at = 10;
    }
    const masked = (second & 0x80) !== 0;
    const start = at + (masked ? 4 : 0);
    if (rest.length < start + length) return undefined;
    const payload = Buffer.from(rest.subarray(start, start + length));
    if (masked) {
      const key = rest.subarray(at, at + 4);
      for (let i = 0; i < payload.length; i++)
        payload.writeUInt8(payload.readUInt8(i) ^ key.readUInt8(i % 4), i);
    }
    this.#rest = rest.subarray(start + length);
    return { final: (first & 0x80) !== 0, opcode: first & 0x0f, payload };
  }
}
