// Tries one way to the relay from this page, without a credential: whoever is at the door has none,
// and gets none for this. A browser that gathers candidates asks the relay for an address under a
// name that nobody has, and the refusal (401) proves that requests get there and answers back. A
// browser that does not tell of refusals (Firefox before 150) still finds its own address over UDP.
import type { Answer, Way } from "./ways.ts";

/** Tries until there is an answer, `over` is aborted or so much time has passed; never rejects. */
export async function probeWay(way: Way, over: AbortSignal, patienceMs: number): Promise<Answer> {
  let connection: RTCPeerConnection;
  try {
    connection = new RTCPeerConnection({ iceServers: serversOf(way) });
  } catch {
    return "unclear"; // this browser cannot read the address
  }
  try {
    return await gather(connection, over, patienceMs);
  } catch {
    return "unclear";
  } finally {
    connection.close();
  }
}

/** An address to ask, with a name and a password that are no secret. */
function serversOf({ transport, url }: Way): RTCIceServer[] {
  const relay = { urls: url, username: "check", credential: "check" };
  if (transport !== "udp") return [relay];
  return [relay, { urls: url.replace(/^turn:/, "stun:").replace(/\?.*$/, "") }];
}

function gather(
  connection: RTCPeerConnection,
  over: AbortSignal,
  patienceMs: number,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    let failed = false;
    const timer = setTimeout(() => settle("silent"), patienceMs);
    const settle = (answer: Answer) => {
      clearTimeout(timer);
      resolve(answer);
    };
    over.addEventListener("abort", () => settle("unclear"));
    connection.addEventListener("icecandidateerror", ({ errorCode }) => {
      if (isRefusal(errorCode)) settle("answered");
      else failed = true;
    });
    connection.addEventListener("icecandidate", ({ candidate }) => {
      if (candidate?.type === "srflx" || candidate?.type === "relay") settle("answered");
    });
    connection.addEventListener("icegatheringstatechange", () => {
      if (connection.iceGatheringState === "complete") settle(failed ? "silent" : "unclear");
    });
    connection.createDataChannel("check");
    connection.setLocalDescription().catch(reject);
  });
}

/** Codes up to 699 come from the server; 701 says that it was not reached (W3C WebRTC, 4.8.2). */
const isRefusal = (code: number) => code >= 300 && code <= 699;
