// A problem that leaves nothing else to show.
import { actionText, problemText, problemTitle, t } from "../i18n/index.ts";
import { CopyButton } from "../parts/copy.tsx";
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

const elsewhere = new Set(["browser-too-old", "in-app-browser"]);

export function ProblemScreen({ code, invitation, damaged, onLink }: Props) {
  return (
    <PageLayout title={problemTitle(code)} test="problem" code={code}>
      <p>{problemText(code)}</p>
      {elsewhere.has(code) && invitation && (
        <CopyButton
          kind="primary"
          text={invitation}
          label={actionText("action.copy-link")}
          test="copy-link"
        />
      )}
      {damaged !== undefined && <LinkRepair damaged={damaged} onLink={onLink} />}
      {code.startsWith("link-") && <a href="/">{t("app.to-start")}</a>}
    </PageLayout>
  );
}
