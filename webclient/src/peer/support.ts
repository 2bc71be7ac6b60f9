/**
 * Whether this browser can hold a call: WebRTC, and the two curves in WebCrypto (Chrome and Edge
 * 137, Firefox 130, Safari 17).
 */
export async function canConnect(): Promise<boolean> {
  if (typeof RTCPeerConnection === "undefined") return false;
  try {
    await crypto.subtle.generateKey("X25519", false, ["deriveBits"]);
    await crypto.subtle.generateKey("Ed25519", false, ["sign"]);
    return true;
  } catch {
    return false;
  }
}
