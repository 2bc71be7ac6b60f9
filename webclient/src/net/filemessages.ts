// What is said of files between two peers (protocol, section 4.6).

export interface FileOffer {
  readonly kind: "file";
  /** 1 to 2^32 - 1, rising; each side counts its own. */
  readonly id: number;
  readonly name: string;
  /** Bytes, 1 to 100 MiB. */
  readonly size: number;
  /** SHA-256 of the whole. */
  readonly hash: string;
}
export type FileMessage =
  | FileOffer
  /** By the receiver. */
  | {
      readonly kind: "accept";
      readonly id: number;
      /** It has so many bytes, from the connection before. */
      readonly at?: number;
    }
  | { readonly kind: "decline"; readonly id: number }
  | { readonly kind: "received"; readonly id: number }
  /** By the sender. */
  | { readonly kind: "withdraw"; readonly id: number };
