// A few combinators that turn unknown JSON into a typed value, strictly. The compiler holds each
// schema to its type: a field that is forgotten, misspelt or of another type does not compile.
import { ProtocolError } from "./protocol.ts";

/** Gives the value, made of nothing but what was checked, or throws a ProtocolError. */
export type Check<T> = (value: unknown, place: string) => T;

/** One check a field; optional fields, and only those, are marked by optional(). */
export type Fields<T> = {
  readonly [K in keyof T]-?: Record<never, never> extends Pick<T, K>
    ? Optional<Exclude<T[K], undefined>>
    : Check<T[K]>;
};

interface Optional<T> {
  readonly optional: Check<T>;
}

export const optional = <T>(check: Check<T>): Optional<T> => ({ optional: check });

/** A check from a predicate. */
export function satisfying<T>(holds: (value: unknown) => value is T): Check<T> {
  return (value, place) => {
    if (!holds(value)) throw new ProtocolError("bad-message", place);
    return value;
  };
}

export function listOf<T>(item: Check<T>, least: number, most: number): Check<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value) || value.length < least || value.length > most)
      throw new ProtocolError("bad-message", place);
    return value.map((element) => item(element, place));
  };
}

/** An object with these fields and no others. */
export function object<T extends object>(fields: Fields<T>): Check<T> {
  const checks = Object.entries<Check<unknown> | Optional<unknown>>(fields);
  return (value, place) => {
    if (!isObject(value)) throw new ProtocolError("bad-message", place);
    for (const name of Object.keys(value))
      if (!Object.hasOwn(fields, name)) throw new ProtocolError("unknown-field", place);
    const result: Record<string, unknown> = {};
    for (const [name, check] of checks) {
      const inner = `${place}.${name}`;
      if (typeof check === "function") result[name] = check(value[name], inner);
      else if (Object.hasOwn(value, name)) result[name] = check.optional(value[name], inner);
    }
    return result as T;
  };
}

/**
 * The decoder of the JSON texts of these kinds of message; for each kind the fields beside `kind`.
 */
export function decoder<M extends { readonly kind: string }>(
  kinds: {
    readonly [K in M["kind"]]: Fields<Omit<Extract<M, { readonly kind: K }>, "kind">>;
  },
): (text: string) => M {
  const table = new Map<unknown, Check<object>>();
  for (const [kind, fields] of Object.entries<Fields<object>>(kinds)) {
    table.set(
      kind,
      object({ kind: satisfying((value): value is string => value === kind), ...fields }),
    );
  }
  return (text) => {
    const value = parseJson(text);
    if (!isObject(value) || typeof value.kind !== "string")
      throw new ProtocolError("bad-message", "kind");
    const check = table.get(value.kind);
    if (check === undefined) throw new ProtocolError("unknown-kind", "kind");
    // The fields were checked against the type of this kind when the table was compiled.
    return check(value, value.kind) as M;
  };
}

function isObject(
  value: unknown,
): value is { readonly [name: string]: unknown; readonly kind?: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new ProtocolError("bad-message", "not JSON");
  }
}
