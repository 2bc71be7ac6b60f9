// A call of groups alone, with a real host key: what each client keeps apart can be asked.
import { type Signal, signal } from "@preact/signals-core";
import { type Bytes, random, toBase64url } from "../../../../crypto/bytes.ts";
import { generateKey, type SigningKey, sign } from "../../../../crypto/ed25519.ts";
import { type GroupsText, groupsBytes } from "../../../../crypto/groups.ts";
import type { Peer } from "../../../model.ts";
import { PartRoom, sidOf } from "../../testing/room.ts";
import { GroupsPart } from "../groups.ts";
import { groupsKinds } from "../messages.ts";

export class GroupsRoom extends PartRoom<GroupsPart> {
  readonly room: string;
  readonly key: SigningKey;
  /** The name of their group, as each client says it to its person. */
  readonly groups: Map<string, string | undefined>;
  readonly #everybody: Map<string, Signal<readonly Peer[]>>;
  readonly #called: Map<string, string>;
  readonly #apart: Map<string, (sid: string) => boolean>;
  /** How often what goes to whom was said anew, by each. */
  readonly applied: Map<string, number>;

  static async open(seed: number, names: readonly string[]): Promise<GroupsRoom> {
    return new GroupsRoom(seed, names, await generateKey());
  }

  private constructor(seed: number, names: readonly string[], key: SigningKey) {
    const everybody = new Map<string, Signal<readonly Peer[]>>();
    const apart = new Map<string, (sid: string) => boolean>();
    const groups = new Map<string, string | undefined>();
    const applied = new Map<string, number>();
    const called = new Map<string, string>();
    const room = toBase64url(random(16));
    super(
      seed,
      (context) => {
        const name = context.name();
        const all = signal<readonly Peer[]>([]);
        everybody.set(name, all);
        return new GroupsPart({
          ...context,
          nameOf: (sid) => called.get(nameOf(sid)) ?? nameOf(sid),
          ...{ room, everybody: all, hostKey: () => key.publicKey },
          signAsHost: (text: Bytes) => (context.isHostSelf() ? sign(key, text) : undefined),
          keepApart: (isApart) => {
            apart.set(name, isApart);
            applied.set(name, (applied.get(name) ?? 0) + 1);
          },
          setGroup: (group) => groups.set(name, group),
          refuse: (sid) => this.refused.add(nameOf(sid)),
        });
      },
      names,
    );
    [this.room, this.key, this.groups] = [room, key, groups];
    [this.#everybody, this.#apart, this.applied] = [everybody, apart, applied];
    this.#called = called;
    this.isBusy = () => true; // signatures take a moment
  }

  /** Of all lists: somebody has come or gone. */
  rosterChanged(): void {
    for (const all of this.#everybody.values()) all.value = [];
  }

  /** What somebody is called by all of those who are asked from now on. */
  calls(name: string, as: string): void {
    this.#called.set(name, as);
    this.rosterChanged();
  }

  /** Who hears whom, by the name of each: what both send. */
  hears(one: string): string {
    return [...this.parts.keys()]
      .filter((other) => other !== one && this.sends(other, one))
      .sort()
      .join(" ");
  }

  sends(from: string, to: string): boolean {
    return !this.#apart.get(from)?.(sidOf(to));
  }

  /** Says that those of these names are in these groups. */
  arrange(groups: Readonly<Record<string, readonly string[]>>): void {
    const list = Object.entries(groups).map(([name, people]) => ({
      name,
      sids: people.map(sidOf),
    }));
    this.of(this.host ?? "").arrange(list);
  }

  async word(text: GroupsText, key = this.key, room = this.room): Promise<object> {
    return { ...text, signature: await sign(key, groupsBytes(room, text)) };
  }

  pass(from: string, to: string, word: object): void {
    this.say(from, to, groupsKinds.groups, word);
  }
}

const nameOf = (sid: string) => atob(sid.replaceAll("_", "/")).replace(/-+$/, "");
