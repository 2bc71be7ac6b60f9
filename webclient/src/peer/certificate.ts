/**
 * The DTLS certificate of one call. Made before it is needed: it costs as much as the rest of a
 * set-up.
 */
export function makeCertificate(): Promise<RTCCertificate> {
  const algorithm: EcKeyGenParams = { name: "ECDSA", namedCurve: "P-256" };
  return RTCPeerConnection.generateCertificate(algorithm);
}
