// Payloads of JSON on the channel for what is done together: each kind has its fields, and no
// others.
import { type Bytes, fromBase64url, fromUtf8, utf8 } from "../../crypto/bytes.ts";
import { toLine } from "../../net/characters.ts";
import { ProtocolError } from "../../net/protocol.ts";
import { type Fields, object, satisfying } from "../../net/schema.ts";

interface Kinded {
  readonly kind: string;
}
type FieldsOf<M extends Kinded> = {
  readonly [K in M["kind"]]: Fields<Omit<Extract<M, { readonly kind: K }>, "kind">>;
};

/** base64url of so many bytes. */
export const base64url = (length: number) =>
  satisfying((value): value is string => {
    try {
      return fromBase64url(value as string).length === length;
    } catch {
      return false;
    }
  });

/** A line to show, of at most so many characters and not empty. */
export const lineUpTo = (most: number) =>
  satisfying(
    (value): value is string =>
      typeof value === "string" &&
      value !== "" &&
      value.length <= 2 * most &&
      [...value].length <= most &&
      toLine(value) === value,
  );

export const integer = (least: number, most: number) =>
  satisfying(
    (value): value is number =>
      Number.isSafeInteger(value) && Number(value) >= least && Number(value) <= most,
  );

export const boolean = satisfying((value) => typeof value === "boolean");

export function oneOf<const T extends string>(...words: readonly T[]) {
  return satisfying((value): value is T => words.some((word) => word === value));
}

/** The decoder of the payloads of these kinds; it throws a ProtocolError, and nothing else. */
export function payloadDecoder<M extends Kinded>(
  numbers: Readonly<Record<M["kind"], number>>,
  fields: FieldsOf<M>,
): (kind: number, payload: Uint8Array) => M {
  const checks = new Map(
    Object.entries<Fields<object>>(fields).map(([kind, own]) => [
      numbers[kind as M["kind"]],
      { kind, check: object(own) },
    ]),
  );
  return (number, payload) => {
    const found = checks.get(number);
    if (found === undefined) throw new ProtocolError("unknown-kind", "payload");
    // The fields were checked against the type of this kind when the table was compiled.
    return { kind: found.kind, ...found.check(parseJson(payload), found.kind) } as unknown as M;
  };
}

export function encodePayload<M extends Kinded>({ kind: _, ...rest }: M): Bytes {
  return utf8(JSON.stringify(rest));
}

function parseJson(payload: Uint8Array): unknown {
  try {
    return JSON.parse(fromUtf8(payload));
  } catch {
    throw new ProtocolError("bad-message", "not JSON");
  }
}
