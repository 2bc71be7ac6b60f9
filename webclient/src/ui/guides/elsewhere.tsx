// To go on in another browser of this device: the link to be copied, and on Android a way to it.
import { thisAgent } from "../../page/agent.ts";
import { androidIntent } from "../../page/ownlink.ts";
import { actionText } from "../i18n/index.ts";
import { CopyButton } from "../parts/copy.tsx";

interface Props {
  link: string;
  kind?: "primary" | "plain";
}

export function OpenElsewhere({ link, kind = "plain" }: Props) {
  const { system, inApp } = thisAgent();
  return (
    <>
      <CopyButton kind={kind} text={link} label={actionText("action.copy-link")} test="copy-link" />
      {inApp && system === "android" && (
        <a href={androidIntent(link)} data-test="open-browser">
          {actionText("action.open-browser")}
        </a>
      )}
    </>
  );
}
