import { expect, test } from "vitest";
import { shown } from "./report.ts";

test("a link and its picture do not stand in the report", () => {
  const screen = [
    "Your link:",
    "",
    "  █▀▀▀█ ▄▀",
    "  ▀▀▀▀▀ ▀█",
    "",
    "https://call.example/#cAbCdEfGhIjKlMnOpQrStUvWxYz0123456789-_A  ",
    "root@server:~# ",
  ].join("\n");
  expect(shown(screen)).toBe(
    "Your link:\n\n[the link as a QR code]\n\nhttps://call.example/#…\nroot@server:~#",
  );
});
