/** What routers do to packets, as rules of nftables. `world0` is their card towards the world. */

/** Nothing comes in that nobody inside has asked for, and it leaves no trace in the table. */
const closed = `
 chain input { type filter hook input priority filter; policy accept;
  iifname "world0" meta l4proto { tcp, udp } drop
 }`;

/**
 * Most home routers: the port of the host is kept, so that it is the same for all others outside,
 * and only who was sent something gets in from the very port it was sent to.
 */
export const masquerade = `
table ip nat {
 chain leave { type nat hook postrouting priority srcnat;
  oifname "world0" masquerade persistent
 }
}
table inet filter {${closed}
}
`;

/**
 * A cone: as above, but once a port is open, everybody outside gets in through it. nftables has no
 * such translation, and so a map remembers for a minute which host sent from which port; as ports
 * are kept, that is the port outside as well.
 */
export const fullCone = `
table ip nat {
 map opened {
  type inet_service : ipv4_addr . inet_service
  size 65535
  flags dynamic,timeout
  timeout 60s
 }
 chain leave { type nat hook postrouting priority srcnat;
  oifname "world0" meta l4proto udp update @opened { udp sport : ip saddr . udp sport }
  oifname "world0" masquerade persistent
 }
 chain enter { type nat hook prerouting priority dstnat;
  iifname "world0" meta l4proto udp dnat ip to udp dport map @opened
 }
}
table inet filter {${closed}
}
`;

/** Another port, by chance, for each address and port outside. */
export const symmetric = `
table ip nat {
 chain leave { type nat hook postrouting priority srcnat;
  oifname "world0" masquerade random,fully-random
 }
}
table inet filter {${closed}
}
`;

/** A firewall that knows no UDP. */
export const blocksUdp = `
table inet filter {
 chain forward { type filter hook forward priority filter; policy accept;
  meta l4proto udp drop
 }
}
`;

/** A firewall that lets out what looks like the web, and back in what answers. */
export const only443 = `
table inet filter {
 chain forward { type filter hook forward priority filter; policy drop;
  tcp dport 443 accept
  tcp sport 443 ct state established accept
 }
}
`;
