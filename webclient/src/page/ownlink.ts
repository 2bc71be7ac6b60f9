// The link that brought somebody here, for taking it to another browser on this device.
import { type ReadonlySignal, signal } from "@preact/signals-core";
import { formatLink, type Link } from "../crypto/link.ts";
import { serverOrigin } from "./serverorigin.ts";

const link = signal<string | undefined>(undefined);

/** Undefined where no link led here. */
export const ownLink: ReadonlySignal<string | undefined> = link;

export function keepOwnLink(opened: Link): void {
  link.value = formatLink(serverOrigin().origin, opened);
}

/**
 * An address that Android hands to the browser. The link's own fragment stays in it: Android cuts
 * at the last "#".
 */
export function androidIntent(url: string): string {
  const { protocol, host, pathname, search, hash } = new URL(url);
  const scheme = protocol.slice(0, -1);
  return `intent://${host}${pathname}${search}${hash}#Intent;scheme=${scheme};action=android.intent.action.VIEW;end`;
}
