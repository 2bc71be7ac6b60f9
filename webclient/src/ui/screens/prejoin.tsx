// Before the call: one's picture with its switches, one's name, one's address. Two presses lead from
// the link to the knock; nothing has to be filled in or tried.
import { useSignal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import type { CallModel, LocalMedia } from "../../call/model.ts";
import { toLine } from "../../call/names.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { FormField, Switch } from "../parts/field.tsx";
import { LevelMeter } from "../parts/meter.tsx";
import { OwnPreview } from "../parts/ownpreview.tsx";
import { PageLayout } from "../parts/page.tsx";
import { useWish } from "../parts/wish.ts";
import { CheckConnection } from "./checkconnection.tsx";
import { DeviceProblem } from "./deviceproblem.tsx";
import { DeviceTools } from "./devicetools.tsx";
import { PlannedFor } from "./lobby.tsx";
import { ModelProblem } from "./modelproblem.tsx";
import "./prejoin.css";

const nameLength = 80;

interface Props {
  model: CallModel;
  /** None in a chat call. */
  media: LocalMedia | undefined;
  /** The person has pressed the button already. */
  asked: boolean;
  onJoin: (name: string, relayOnly: boolean) => void;
  /** Below all that is needed to come in. */
  children?: ComponentChildren;
}

export function PreJoin({ model, media, asked, onJoin, children }: Props) {
  const { kind, role } = model;
  const name = useSignal("");
  const relayOnly = useSignal(false);
  const wish = useWish(kind, media);
  const nameless = t(`prejoin.name.${role}`);
  const button = t(role === "guest" ? "prejoin.knock" : "prejoin.join");

  const submit = (event: Event) => {
    event.preventDefault();
    if (asked) return;
    onJoin(toLine(name.value) || nameless, relayOnly.value);
    wish.fulfil();
  };
  return (
    <PageLayout
      title={t(media ? "prejoin.title" : "prejoin.title.chat")}
      lead={model.topic.value}
      topic={model.topic.value}
      wide={media !== undefined}
    >
      <form class={media ? "prejoin prejoin-media" : "prejoin"} onSubmit={submit} noValidate>
        {media && (
          <section class="prejoin-picture" aria-label={t("prejoin.devices")}>
            <OwnPreview kind={kind} media={media} wish={wish} button={button} />
            {media.microphone.value && <LevelMeter level={media.level} />}
          </section>
        )}
        <div class="prejoin-side">
          <ModelProblem model={model} />
          {role === "guest" && <PlannedFor brief when={model.appointment.value} />}
          <WaitingGuests model={model} />
          {media && (
            <DeviceProblem
              media={media}
              onRetry={() => wish.tryNow()}
              onSoundOnly={() => wish.tryNow({ microphone: true, camera: false })}
            />
          )}
          <FormField
            label={t("prejoin.name")}
            hint={t(role === "host" ? "prejoin.name.hint.host" : "prejoin.name.hint", {
              name: nameless,
            })}
          >
            {(control) => (
              <input
                {...control}
                class="input"
                data-test="name"
                maxLength={nameLength}
                autocomplete="off"
                enterkeyhint="go"
                placeholder={nameless}
                value={name.value}
                onInput={(event) => {
                  name.value = event.currentTarget.value;
                }}
              />
            )}
          </FormField>
          <div class="prejoin-go">
            <Button kind="primary" type="submit" wide data-test="join" aria-disabled={asked}>
              {asked ? t("prejoin.joining") : button}
            </Button>
          </div>
          {media ? (
            <DeviceTools kind={kind} media={media} wish={wish} />
          ) : (
            <div class="devicetools-more">
              <CheckConnection />
            </div>
          )}
          <Switch
            label={t("prejoin.hide")}
            hint={t("prejoin.hide.hint")}
            test="hide-address"
            checked={relayOnly.value}
            onChange={(on) => {
              relayOnly.value = on;
            }}
          />
          <p class="quiet">{t(kind === "video" ? "prejoin.see" : `prejoin.see.${kind}`)}</p>
        </div>
      </form>
      {children}
    </PageLayout>
  );
}

/** Guests who came before the host are already at the door. */
function WaitingGuests({ model }: { model: CallModel }) {
  const [first, ...others] = model.knocks.value;
  if (!first) return null;
  const words =
    others.length === 0
      ? t("prejoin.waiting.one", { name: first.name })
      : t("prejoin.waiting.many", { count: others.length + 1 });
  return (
    <p class="prejoin-waiting" role="status">
      {words}
    </p>
  );
}
