// What is said of files between two peers (protocol, section 4.6).

export interface FileOffer {
  readonly kind: "file";
  /** 1 to 2^32 - 1, rising; each side counts its own. */
  readonly id: number;
  readonly name: string;
  /** Bytes, 1 to 2 GiB. */
  readonly size: number;
  /** SHA-256 of the SHA-256s of its blocks. */
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
  /** So many bytes of it are put away. */
  | { readonly kind: "written"; readonly id: number; readonly bytes: number }
  | { readonly kind: "decline"; readonly id: number; readonly reason?: "no-room" }
  | { readonly kind: "received"; readonly id: number }
  /** By the sender. */
  | { readonly kind: "withdraw"; readonly id: number };
