// What the host's side of admission is made of.
import type { SigningKey } from "../../crypto/ed25519.ts";
import type { RosterMessage, SignedNames, SignedRoster } from "../../net/protocol.ts";

export interface HostOptions {
  readonly key: SigningKey;
  readonly tickets: CryptoKey;
  readonly room: string;
  /** The newest roster that holds. */
  roster(): SignedRoster | undefined;
  /** The last that was signed here before a reload. */
  readonly before: SignedRoster | undefined;
  /** A new roster: holds from now on, and goes out to everybody. */
  publish(roster: RosterMessage): Promise<void>;
  /** A list by which somebody else becomes the host: only the server is told. */
  propose(roster: RosterMessage): void;
  /** The host's own. */
  name(): string;
  /** The newest word on names. */
  names(): SignedNames | undefined;
  /** The last that was signed here before a reload. */
  readonly namesBefore: SignedNames | undefined;
  /** A new word on names: holds from now on, and goes out to everybody directly. */
  publishNames(names: SignedNames): void;
  seats(): number;
  /** Nobody may knock, from before a reload. */
  readonly locked: boolean;
}
