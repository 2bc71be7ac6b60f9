// @vitest-environment happy-dom
// What the host reads of a PIN, also where the gateway or the server does not answer.
import { render } from "preact";
import { act } from "preact/test-utils";
import { afterEach, expect, test, vi } from "vitest";
import { language } from "../i18n/index.ts";
import "../testing/words.ts";
import { PhoneInvite, PhoneView } from "./phoneinvite.tsx";

const root = document.body;
const answer = globalThis.fetch;
afterEach(() => {
  render(null, root);
  globalThis.fetch = answer;
});
const find = (name: string) => root.querySelector<HTMLElement>(`[data-test=${name}]`);
const until = new Date(2026, 2, 6, 2, 5).getTime();
const pin = { id: "x", number: "+49 30 1234", pin: "402817", until };

test("a PIN stands with its number, and how long it holds", async () => {
  language.value = "en";
  await act(() => render(<PhoneView pin={pin} onMake={() => {}} onEnd={() => {}} />, root));
  expect(find("phone-pin")?.textContent).toBe("402817");
  expect(find("phone-number")?.textContent).toBe("+49 30 1234");
  expect(root.textContent).toContain("02:05 AM");
  expect(find("phone-end")).not.toBeNull();
  expect(find("phone-make")).toBeNull();
});

test.each([
  ["en", "It may still hold", "You have no PIN"],
  ["de", "Vielleicht gilt sie noch", "Sie haben keine PIN"],
] as const)(
  "in %s nothing is said of a PIN that nobody has confirmed",
  async (code, kept, none) => {
    language.value = code;
    const view = (failed: "phone.failed" | "phone.end-failed") => (
      <PhoneView pin={pin} failed={failed} onMake={() => {}} onEnd={() => {}} />
    );
    await act(() => render(view("phone.end-failed"), root));
    expect(find("phone-problem")?.textContent).toContain(kept);
    expect(find("phone-pin"), "it stays to be ended").not.toBeNull();
    await act(() => render(view("phone.failed"), root));
    expect(find("phone-problem")?.textContent).toContain(none);
  },
);

test("without the server one can ask again", async () => {
  language.value = "en";
  globalThis.fetch = () => Promise.reject(new TypeError("no network"));
  await act(() => render(<PhoneInvite link="https://call.example/#x" />, root));
  await act(async () => find("phone-make")?.click());
  const problem = () => find("phone-problem")?.textContent ?? "";
  await vi.waitFor(() => expect(problem()).toContain("did not answer"));
  expect(find("phone-make")?.getAttribute("aria-disabled")).toBe("false");
});
