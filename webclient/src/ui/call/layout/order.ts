// In which order people stand while one of them is large: whoever takes over changes places with
// whoever was, and nobody else moves.

/** Who is there, in the order of before; who is new comes last. */
export function keepOrder(before: readonly string[], present: readonly string[]): string[] {
  const stayed = before.filter((key) => present.includes(key));
  return [...stayed, ...present.filter((key) => !stayed.includes(key))];
}

/** With `key` as the first. */
export function bringForward(order: readonly string[], key: string): string[] {
  const at = order.indexOf(key);
  const first = order[0];
  if (at <= 0 || first === undefined) return [...order];
  return order.map((one, i) => (i === 0 ? key : i === at ? first : one));
}
