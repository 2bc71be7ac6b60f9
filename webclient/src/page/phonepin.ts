// PINs for telephones: a guest link is sealed to the gateway's key, carried there by the server, and
// answered with a PIN (docs/protocol.md, section 7).
import { fromBase64url, fromUtf8, random, toBase64url, utf8 } from "../crypto/bytes.ts";
import { sealTo } from "../crypto/hpke.ts";

const path = "/phone";
const info = "einmal/1 phone";
const replyLabel = "einmal/1 phone reply";
const requestSize = 512;
const replySize = 128;
const patienceMs = 10_000;
const longestMs = 12 * 3_600_000;

export interface PhonePin {
  readonly id: string;
  readonly number: string;
  readonly pin: string;
  /** In ms since 1970. */
  readonly until: number;
}

/** Rejects if there is no gateway, or it has no place. */
export async function makePin(link: string): Promise<PhonePin> {
  const id = toBase64url(random(16));
  const until = Math.floor((Date.now() + longestMs) / 1000);
  const { number, answer } = await ask({ kind: "open", id, link, until });
  const { kind, pin, until: ends } = answer;
  if (kind !== "pin" || !/^\d{6}$/.test(String(pin)) || !Number.isSafeInteger(ends))
    throw new Error("the gateway gives no PIN");
  return { id, number, pin: String(pin), until: Number(ends) * 1000 };
}

/** Resolves once the gateway has said that it holds no longer, or never has. */
export async function endPin({ id }: PhonePin): Promise<void> {
  const { kind, code } = (await ask({ kind: "end", id })).answer;
  if (kind !== "ended" && code !== "gone") throw new Error("the gateway does not end it");
}

type Answer = Readonly<Record<string, unknown>>;

async function ask(request: Answer): Promise<{ number: string; answer: Answer }> {
  const card: unknown = await (await reach("GET")).json();
  const { number, key } = card as { number?: unknown; key?: unknown };
  if (typeof number !== "string" || number.length > 100 || typeof key !== "string")
    throw new Error("this is no gateway");
  const text = utf8(JSON.stringify(request).padEnd(requestSize));
  const message = await sealTo(fromBase64url(key, 32), info, text);
  const sealed = new Uint8Array(await (await reach("POST", message.sealed)).arrayBuffer());
  const secret = await message.export(replyLabel);
  const opener = await crypto.subtle.importKey("raw", secret, "AES-GCM", false, ["decrypt"]);
  const iv = new Uint8Array(12);
  const reply = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, opener, sealed);
  if (reply.byteLength !== replySize) throw new Error("this is no answer");
  return { number, answer: JSON.parse(fromUtf8(new Uint8Array(reply))) };
}

async function reach(method: string, body?: BodyInit): Promise<Response> {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), patienceMs);
  try {
    const answer = await fetch(path, {
      method,
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      signal: patience.signal,
      ...(body && { body }),
    });
    if (!answer.ok) throw new Error("the gateway is not reached");
    return answer;
  } finally {
    clearTimeout(timer);
  }
}
