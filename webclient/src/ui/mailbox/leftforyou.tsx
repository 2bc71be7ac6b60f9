// Where a guest sees that something was left. What it is, is loaded only then.
import { useEffect, useRef } from "preact/hooks";
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
  // Once it was shown it stays: what was opened is not to vanish under the person's hands. Whoever
  // has left it themselves, and has the module from that, is shown nothing.
  const wasHere = useRef(false);
  wasHere.current ||= Boolean(here);
  if (!link || !loaded || !wasHere.current) return null;
  return <loaded.BoxCard link={link} here={model.box.value ?? false} />;
}
