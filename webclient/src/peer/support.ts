/** Whether this browser has WebRTC; it may be too old for it, or it may be switched off. */
export function hasWebRtc(): boolean {
  return typeof RTCPeerConnection !== "undefined";
}
