// Where a guest sees that something was left. What it is, is loaded only then.
import { useEffect } from "preact/hooks";
import type { CallModel } from "../../call/model.ts";
import { mailbox } from "../late.ts";

interface Props {
  model: CallModel;
  link: string | undefined;
}

export function LeftForYou({ model, link }: Props) {
  const here = model.box.value && model.role === "guest" && link;
  useEffect(() => {
    if (here) void mailbox.load();
  }, [here]);
  const loaded = mailbox.module.value;
  // Once it was shown it stays: what was opened is not to vanish under the person's hands.
  return link && loaded ? <loaded.BoxCard link={link} here={model.box.value ?? false} /> : null;
}
