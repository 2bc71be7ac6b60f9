// What people say to each other directly, and how that breaks: all of it at once, as when a tab is
// closed, or without a word.
import { FakePeerConnection } from "../src/peer/testing/rtc/peerconnection.ts";
import { currentPage, type Page } from "./page.ts";

const made = new Map<Page["line"], BreakableConnection[]>();
const silent = new Set<Page["line"]>();

export class BreakableConnection extends FakePeerConnection {
  constructor(configuration: RTCConfiguration) {
    super(configuration as ConstructorParameters<typeof FakePeerConnection>[0]);
    const { line } = currentPage();
    made.set(line, [...(made.get(line) ?? []), this]);
  }

  override createDataChannel(label: string, options: RTCDataChannelInit) {
    const { line } = currentPage();
    const channel = super.createDataChannel(label, options);
    const send = channel.send.bind(channel);
    channel.send = (data) => silent.has(line) || send(data);
    return channel;
  }
}

/** Nothing that this person says arrives any more, until it is over. */
export function silence(line: Page["line"], on: boolean): void {
  if (on) silent.add(line);
  else silent.delete(line);
}

/** The tab is gone: to the others as to a browser whose peer has crashed. */
export function crash(line: Page["line"]): void {
  line.cut();
  for (const connection of made.get(line) ?? []) connection.close();
}
