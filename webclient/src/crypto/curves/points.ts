// Points that no honest signer uses, and about which implementations of Ed25519 differ: we refuse
// them before any of those is asked, and so do the server and the native client (internal/strictkey).

/** The y of the points whose order divides the cofactor 8, little-endian. */
const lowOrder = [
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
];

/**
 * False for an encoding with y not below 2^255 - 19 (RFC 8032, section 5.1.3), and for a point of
 * low order: a key that is one fits more than one message. Whether other bytes are on the curve is
 * not asked here.
 */
export function isStrongPoint(encoded: Uint8Array): boolean {
  const y = encoded.slice();
  y[31] = (y[31] ?? 0) & 0x7f; // without the sign of x
  const hex = Array.from(y, (byte) => byte.toString(16).padStart(2, "0")).join("");
  const isReduced = (y[0] ?? 0) < 0xed || !/^..(ff){30}7f$/.test(hex);
  return isReduced && !lowOrder.includes(hex);
}
