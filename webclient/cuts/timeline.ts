// What happened in one case, in order: messages, faults, what people did and what they read.

export class Timeline {
  readonly #start = performance.now();
  readonly #lines: string[] = [];
  /** Whose sid it is, as far as the server has told. */
  readonly #names = new Map<string, string>();

  add(who: string, what: string): void {
    const ms = Math.round(performance.now() - this.#start);
    this.#lines.push(`${String(ms).padStart(6)}  ${who.padEnd(6)} ${what}`);
  }

  meet(sid: string, name: string): void {
    this.#names.set(sid, name);
  }

  nameOf(sid: string): string {
    return this.#names.get(sid) ?? "somebody unknown";
  }

  toString(): string {
    return this.#lines.join("\n");
  }
}
