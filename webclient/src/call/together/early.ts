// What a member said of something that we have not heard of yet: whoever made it speaks on another
// channel.

export class EarlyWords<Word extends { readonly id: string }> {
  readonly #most: number;
  #words: readonly (readonly [string, Word])[] = [];

  /** `most`: by one member; its oldest go. */
  constructor(most: number) {
    this.#most = most;
  }

  keepWord(sid: string, word: Word): void {
    const own = this.#words.filter(([from]) => from === sid);
    const oldest = own.length < this.#most ? undefined : own[0];
    this.#words = [...this.#words.filter((one) => one !== oldest), [sid, word]];
  }

  /** What was said of this one, in the order in which each said it. */
  takeWords(id: string): readonly (readonly [string, Word])[] {
    const of = this.#words.filter(([, word]) => word.id === id);
    this.#words = this.#words.filter(([, word]) => word.id !== id);
    return of;
  }

  forget(sid: string): void {
    this.#words = this.#words.filter(([from]) => from !== sid);
  }
}
