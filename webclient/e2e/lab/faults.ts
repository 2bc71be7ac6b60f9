/** What goes wrong with a line, at the router or at the host's own cards. */
import { firstCard, type Lab, type Member } from "./lab.ts";
import { pause } from "./shell.ts";

export const secondCard = "cell0";

const table = "table inet fault";

/** Nothing passes the router any more, in either direction; the card and its address stay. */
export function lineDies({ access }: Member): void {
  access.gate.rules(`${table} {
 chain forward { type filter hook forward priority -10; policy drop;
 }
}
`);
}

export function udpIsBlocked({ access }: Member): void {
  access.gate.rules(`${table} {
 chain forward { type filter hook forward priority -10; policy accept;
  meta l4proto udp drop
 }
}
`);
}

export function lineHeals({ access }: Member): void {
  access.gate.rules(`delete ${table}\n`);
}

/** A second way to the world, through another router, that is not in use yet. */
export function prepareSecondWay(lab: Lab, member: Member): () => void {
  const second = lab.world.access("open");
  second.connect(member.host, secondCard, "bare");
  return () => second.renew(member.host, secondCard);
}

/** From one network to another, as from a wireless network to a telephone's. */
export async function changesNetwork(member: Member, useSecond: () => void): Promise<void> {
  cardGoes(member);
  await pause(300);
  useSecond();
}

export function cardGoes({ host }: Member): void {
  host.ip("link", "set", firstCard, "down");
}

/** The card comes back with the address that it had. */
export function cardComes({ host, access }: Member): void {
  host.ip("link", "set", firstCard, "up");
  access.restore(host, firstCard);
}

/** The same card gets another address. */
export function addressChanges({ host, access }: Member): void {
  access.renew(host, firstCard);
}
