// What somebody is told of how their own picture fares, and what they can do.
import type { SharedFile } from "../../call/model.ts";
import type { QualityModel } from "../../call/uplink/model.ts";
import { actionText, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Notice } from "../parts/notice.tsx";

export function UplinkNotice({ quality }: { quality: QualityModel }) {
  const { paused, busy, filesFirst } = quality.uplink.value;
  if (paused)
    return (
      <Notice code={filesFirst ? "files-first" : "slow-line"}>
        <Button kind="quiet" data-test="try-video" onClick={() => quality.tryAgain()}>
          {actionText("action.try-video")}
        </Button>
      </Notice>
    );
  return busy ? <Notice code="busy-device" /> : null;
}

/** Of less nobody waits long, in bytes. */
const large = 2_000_000;

/** For a large file of one's own that is on its way. */
export function FilesFirst({ file, quality }: { file: SharedFile; quality: QualityModel }) {
  const isGoing = file.shares.some(({ state }) => state === "running");
  if (!isGoing || file.size < large || !quality.uplink.value.sending) return null;
  return (
    <Button
      kind="quiet"
      data-test="files-first"
      title={t("line.files-first.hint")}
      aria-label={`${t("line.files-first")}: ${file.name}`}
      onClick={() => quality.putFilesFirst()}
    >
      {t("line.files-first")}
    </Button>
  );
}
