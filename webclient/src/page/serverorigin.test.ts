import { expect, test } from "vitest";
import { serverOrigin } from "./serverorigin.ts";

const at = (url: string) => serverOrigin(new URL(url) as unknown as Location);

test.each([
  [
    "the server that the page came from",
    "https://call.example/",
    "https://call.example",
    "call.example",
  ],
  [
    "whatever a stranger's link says",
    "https://call.example/?at=https://evil.example",
    "https://call.example",
    "call.example",
  ],
  [
    "a server on this machine",
    "http://localhost:8080/?debug",
    "http://localhost:8080",
    "localhost:8080",
  ],
  [
    "the server that einmal call names",
    "http://127.0.0.1:4711/?at=https://a.example:8443",
    "https://a.example:8443",
    "a.example:8443",
  ],
  [
    "itself, if it names none",
    "http://127.0.0.1:4711/?at=",
    "http://127.0.0.1:4711",
    "127.0.0.1:4711",
  ],
])("links lead to %s", (_what, url, origin, host) => {
  expect(at(url)).toMatchObject({ origin, host });
});
