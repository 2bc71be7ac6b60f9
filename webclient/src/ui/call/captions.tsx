// Captions: what is being said, in writing, below the people. Off until the person wants them; each
// sees them for oneself, and anybody may write them for all.
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { CallModel, LocalMedia } from "../../call/model.ts";
import type { CaptionLine } from "../../call/participation/model.ts";
import { callSettings } from "../../page/callsettings.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { Button, IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { CaptionsDialog } from "./captionsdialog.tsx";
import { captions } from "./captionswitches.ts";
import "./captions.css";

const open = signal(false);
/** Of one line, in characters: as many as the others take. */
const lineLength = 200;

export function CaptionsButton() {
  return (
    <button
      type="button"
      class="control control-captions"
      data-test="captions"
      aria-haspopup="dialog"
      data-on={captions.shown.value}
      title={t("captions.title")}
      onClick={() => {
        open.value = true;
      }}
    >
      <span class="control-icon">
        <Icon name="captions" />
      </span>
      <span class="control-label">{t("captions.title")}</span>
    </button>
  );
}

/** Below the stage; nothing while captions are neither shown nor written. */
export function Captions({ model, media }: { model: CallModel; media: LocalMedia | undefined }) {
  useEffect(
    () => () => {
      for (const one of [...Object.values(captions), open]) one.value = false;
    },
    [],
  );
  return (
    <>
      {(captions.shown.value || captions.written.value) && (
        <section
          class="captions"
          aria-label={t("captions.title")}
          data-test="caption-lines"
          data-size={callSettings.value.captionSize}
        >
          {captions.shown.value && <Lines lines={model.participation.captions.value} />}
          {captions.written.value && <Composer model={model} />}
        </section>
      )}
      {open.value && (
        <CaptionsDialog
          model={model}
          media={media}
          onClose={() => {
            open.value = false;
          }}
        />
      )}
    </>
  );
}

/** Said politely once a line is whole, to whoever has switched captions on. */
function Lines({ lines }: { lines: readonly CaptionLine[] }) {
  const told = useRef(Math.max(0, ...lines.map(({ id }) => id)));
  useEffect(() => {
    for (const { id, sid, name, text, partial } of lines) {
      if (partial || id <= told.current) continue;
      told.current = id;
      if (sid !== undefined) announce(t("say.chat", { name, text }));
    }
  }, [lines]);
  const box = useRef<HTMLElement>(null);
  useLayoutEffect(() => box.current?.scrollTo(0, box.current.scrollHeight));
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is scrolled by keyboard, too.
    <section ref={box} class="captions-lines" tabIndex={0} aria-label={t("captions.label")}>
      {lines.map(({ id, sid, name, text }) => (
        <p key={id} data-test="caption-line">
          <bdi class="captions-who">{sid === undefined ? t("chat.you") : name}:</bdi>{" "}
          <span dir="auto">{text}</span>
        </p>
      ))}
    </section>
  );
}

/** A line goes out as it is typed, and is whole with Enter. */
function Composer({ model }: { model: CallModel }) {
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.focus(), []);
  const say = (partial: boolean) =>
    model.participation.caption(input.current?.value ?? "", partial);
  return (
    <form
      class="captions-form"
      onSubmit={(event) => {
        event.preventDefault();
        say(false);
        if (input.current) input.current.value = "";
      }}
    >
      <input
        ref={input}
        class="input"
        data-test="caption-input"
        autocomplete="off"
        maxLength={lineLength}
        aria-label={t("captions.label")}
        placeholder={t("captions.label")}
        enterkeyhint="send"
        onInput={() => say(true)}
      />
      <IconButton type="submit" icon="send" label={t("chat.send")} data-test="caption-send" />
    </form>
  );
}

/** Somebody writes captions and they are not shown here: said once. */
export function CaptionsOffer({ model }: { model: CallModel }) {
  const seen = useRef(false);
  const writer = model.participation.captions.value.find(({ sid }) => sid !== undefined);
  if (captions.shown.value) seen.current = true;
  if (seen.current || writer === undefined) return null;
  return (
    <div class="request" role="status" data-test="captions-offer">
      <p>{t("captions.offer", { name: writer.name })}</p>
      <div class="row">
        <Button
          data-test="captions-offer-show"
          onClick={() => {
            captions.shown.value = true;
          }}
        >
          {t("captions.show")}
        </Button>
      </div>
    </div>
  );
}
