// What a check of the connection may have found.
import type { Answer, ConnectionCheck } from "../../page/connectioncheck.ts";

/** By UDP, TCP and TLS. */
export function someCheck(...answers: readonly Answer[]): ConnectionCheck {
  const at = "call.example:443";
  const urls = [`turn:${at}?transport=udp`, `turn:${at}?transport=tcp`, `turns:${at}`];
  return {
    server: { answer: "answered", ms: 31 },
    ways: (["udp", "tcp", "tls"] as const).flatMap((transport, n) => {
      const answer = answers[n];
      if (answer === undefined) return [];
      const way = { transport, url: urls[n] ?? "", host: "call.example", port: 443 };
      return [{ way, answer, ...(answer === "answered" && { ms: 40 }) }];
    }),
  };
}
