// A file in the chat: its name and size, who gets it, how far the transfer is, and its buttons.
import type { ReadonlySignal } from "@preact/signals";
import {
  type ChatLine,
  type FileShare,
  isUnderWay,
  type SharedFile,
  type SharedFiles,
} from "../../call/model.ts";
import type { QualityModel } from "../../call/uplink/model.ts";
import { fileSize, type Key, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { download } from "../text/download.ts";
import { FilesFirst } from "./linenotice.tsx";
import { FilePreview } from "./picture/filepreview.tsx";
import "./fileline.css";

interface Props {
  line: ChatLine;
  file: ReadonlySignal<SharedFile>;
  files: SharedFiles;
  quality: QualityModel;
}

export function FileLine({ line, file, files, quality }: Props) {
  const { name, size, shares, content } = file.value;
  const own = line.sid === undefined;
  return (
    <div class="file" data-test="file" data-name={name}>
      <p class="file-name">
        <Icon name="file" />
        {/* A name that is written from right to left must not turn the rest of the line around. */}
        <bdi>{name}</bdi> <span class="quiet">{fileSize(size)}</span>
      </p>
      {content && <FilePreview key={line.id} name={name} content={content} />}
      {shares.map((share) => (
        <ShareState key={share.sid} share={share} own={own} file={name} />
      ))}
      <div class="file-buttons">
        {own && <FilesFirst file={file.value} quality={quality} />}
        <Choice line={line} file={file.value} files={files} />
      </div>
    </div>
  );
}

function ShareState({ share, own, file }: { share: FileShare; own: boolean; file: string }) {
  const { name, state, percent } = share;
  return (
    <div data-test="file-share" data-state={state}>
      <p class="quiet">{t(shareWords(own, state), { name, percent })}</p>
      {(state === "running" || state === "waiting") && (
        <progress class="file-progress" max={100} value={percent} aria-label={file} />
      )}
    </div>
  );
}

function shareWords(own: boolean, state: FileShare["state"]): Key {
  if (state === "damaged" || state === "unreadable") return `file.${state}`;
  return own ? `file.to.${state}` : `file.from.${state}`;
}

function Choice({ line, file, files }: { line: ChatLine; file: SharedFile; files: SharedFiles }) {
  const { name, shares, content } = file;
  const going = shares.some(({ state }) => isUnderWay(state));
  // A screen reader says which file a button is for.
  const ariaLabel = (key: Key) => ({ "aria-label": `${t(key)}: ${name}` });
  if (content !== undefined) {
    return (
      <Button
        icon="download"
        data-test="file-save"
        {...ariaLabel("file.save")}
        onClick={() => download(name, content)}
      >
        {t("file.save")}
      </Button>
    );
  }
  if (line.sid !== undefined && shares[0]?.state === "offered") {
    return (
      <>
        <Button
          data-test="file-accept"
          {...ariaLabel("file.accept")}
          onClick={() => files.accept(line.id)}
        >
          {t("file.accept")}
        </Button>
        <Button
          kind="quiet"
          data-test="file-decline"
          {...ariaLabel("file.decline")}
          onClick={() => files.cancel(line.id)}
        >
          {t("file.decline")}
        </Button>
      </>
    );
  }
  return going ? (
    <Button
      kind="quiet"
      data-test="file-cancel"
      {...ariaLabel("app.cancel")}
      onClick={() => files.cancel(line.id)}
    >
      {t("app.cancel")}
    </Button>
  ) : null;
}
