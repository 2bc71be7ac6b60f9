// @vitest-environment happy-dom
import { signal } from "@preact/signals";
import { beforeEach, expect, test, vi } from "vitest";
import type { ConnectionCheck, RunningCheck } from "../../page/connectioncheck.ts";
import { language } from "../i18n/index.ts";
import { someCheck } from "../testing/check.ts";
import { byHandle, change, isShown, press, showScreen } from "../testing/screen.ts";
import { CheckDialog } from "./checkdialog.tsx";

let running: { found: { value: ConnectionCheck }; stopped: number }[];
beforeEach(() => {
  language.value = "en";
  running = [];
});

function start(): RunningCheck {
  const found = signal<ConnectionCheck>({ server: { answer: "waiting" }, ways: [] });
  const one = { found, stopped: 0 };
  running.push(one);
  return { found, stop: () => void one.stopped++ };
}

const shown = () => showScreen(<CheckDialog start={start} onClose={() => {}} />);
const verdict = () => byHandle("check-verdict").dataset.verdict;

test("it says what it does, then what it has found", async () => {
  await shown();
  expect(byHandle("check-verdict").textContent).toBe(
    "We are checking. This takes ten seconds at most.",
  );
  await change(() => {
    if (running[0]) running[0].found.value = someCheck("silent", "answered", "answered");
  });
  expect(verdict()).toBe("stream");
  expect(document.body.textContent).toContain("Over UDPno answer");
  expect(document.body.textContent).toContain("Over TLSanswered after 40 ms");
});

test("what a network has to allow is said only where calls are blocked", async () => {
  await shown();
  await change(() => {
    if (running[0]) running[0].found.value = someCheck("silent", "silent", "silent");
  });
  expect(byHandle("check-verdict").textContent).toContain(
    "For your IT: allow TCP 443 to call.example without inspection.",
  );
});

test("it is done again only when it is over, and stops when the dialog goes", async () => {
  await shown();
  await press("check-again");
  expect(running).toHaveLength(1);
  await change(() => {
    if (running[0]) running[0].found.value = someCheck("answered", "waiting", "answered");
  });
  expect(verdict()).toBe("good");
  await press("check-again");
  expect(running).toHaveLength(1);
  await change(() => {
    if (running[0]) running[0].found.value = someCheck("answered", "silent", "answered");
  });
  await press("check-again");
  expect(running).toHaveLength(2);
  expect(verdict()).toBe("checking");
  expect(running[1]?.stopped).toBe(0);
  await showScreen(null);
  await vi.waitFor(() => expect(running[1]?.stopped).toBe(1));
  expect(isShown("check-verdict")).toBe(false);
});
