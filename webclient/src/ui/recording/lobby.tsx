// Before somebody is let in: that it is recorded.
import { useEffect } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { recorded as de } from "../i18n/recorded.de.ts";
import { recorded as en } from "../i18n/recorded.en.ts";
import { announce } from "../parts/announcer.tsx";
import { addWords } from "../together/words.ts";

addWords({ en, de });

export function RecordedLobby() {
  useEffect(() => announce(t("recorded.lobby"), true), []);
  return (
    <p class="lobby-recorded" data-test="recorded">
      <strong>{t("recorded.lobby")}</strong>
    </p>
  );
}
