/** How many are kept. */
const most = 64;

/** The newest few of something. */
export class Recent<T> {
  #items: readonly T[] = [];

  addNewest(item: T): void {
    this.#items = [...this.#items.filter((one) => one !== item), item].slice(-most);
  }

  delete(is: (item: T) => boolean): void {
    this.#items = this.#items.filter((one) => !is(one));
  }

  includes(item: T): boolean {
    return this.#items.includes(item);
  }

  findNewest(is: (item: T) => boolean): T | undefined {
    return this.#items.findLast(is);
  }
}
