// A problem that leaves nothing else to show.
import { ownLink } from "../../page/ownlink.ts";
import { OpenElsewhere } from "../guides/elsewhere.tsx";
import { Guide } from "../guides/guide.tsx";
import { problemText, problemTitle, t } from "../i18n/index.ts";
import { PageLayout } from "../parts/page.tsx";
import { LinkRepair } from "./linkrepair.tsx";

interface Props {
  code: string;
  /** To be opened somewhere else, where calls work. */
  invitation: string | undefined;
  /** A link to correct; see LinkRepair. */
  damaged?: string | undefined;
  onLink: (fragment: string) => void;
}

const elsewhere = new Set(["browser-too-old", "webrtc-off", "in-app-browser"]);

export function ProblemScreen({ code, invitation, damaged, onLink }: Props) {
  const link = invitation ?? ownLink.value;
  return (
    <PageLayout title={problemTitle(code)} test="problem" code={code}>
      <p>{problemText(code)}</p>
      {code === "in-app-browser" && <Guide topic="app" />}
      {elsewhere.has(code.split(".")[0] ?? "") && link && (
        <div class="row">
          <OpenElsewhere kind="primary" link={link} />
        </div>
      )}
      {damaged !== undefined && <LinkRepair damaged={damaged} onLink={onLink} />}
      {code.startsWith("link-") && <a href="/">{t("app.to-start")}</a>}
    </PageLayout>
  );
}
