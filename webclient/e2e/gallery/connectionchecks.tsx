// What a check of the connection may find.
import { signal } from "@preact/signals-core";
import type { ComponentChild } from "preact";
import type { Answer, ConnectionCheck } from "../../src/page/connectioncheck.ts";
import { PageLayout } from "../../src/ui/parts/page.tsx";
import { CheckDialog } from "../../src/ui/screens/checkdialog.tsx";
import { someCheck } from "../../src/ui/testing/check.ts";

const found = (check: ConnectionCheck) => () => (
  <PageLayout title="Einmal">
    <CheckDialog start={() => ({ found: signal(check), stop: () => {} })} onClose={() => {}} />
  </PageLayout>
);
const tried = (...answers: Answer[]) => found(someCheck(...answers));

export const connectionChecks: Record<string, () => ComponentChild> = {
  "check-checking": tried("waiting", "waiting", "waiting"),
  "check-good": tried("answered", "answered", "answered"),
  "check-stream": tried("silent", "answered", "answered"),
  "check-some": tried("unclear", "answered", "answered"),
  "check-blocked": tried("silent", "silent", "silent"),
  "check-unclear": tried("silent", "unclear", "unclear"),
  "check-no-server": found({ server: { answer: "silent" }, ways: [] }),
  "check-details": tried("silent", "answered", "answered"),
};

export const checkPresses: Record<string, readonly string[]> = {
  "check-details": ["check-details"],
};
