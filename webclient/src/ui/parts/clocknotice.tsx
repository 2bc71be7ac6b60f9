// A clock that is wrong makes every time on the screens wrong: said once, until it is put away.
import { signal } from "@preact/signals";
import { clockError } from "../../page/clock.ts";
import { actionText } from "../i18n/index.ts";
import { Button } from "./button.tsx";
import { Notice } from "./notice.tsx";

const read = signal(false);

export function ClockNotice() {
  const fast = clockError.value;
  if (fast === undefined || read.value) return null;
  return (
    <Notice code={`clock-wrong.${fast > 0 ? "fast" : "slow"}`} minutes={Math.abs(fast)}>
      <Button
        kind="quiet"
        data-test="dismiss-clock"
        onClick={() => {
          read.value = true;
        }}
      >
        {actionText("action.dismiss")}
      </Button>
    </Notice>
  );
}
