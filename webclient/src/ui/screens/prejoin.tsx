// Before the call: one's name, one's devices (asked for only after a press), one's address.
import { useSignal } from "@preact/signals";
import { useRef } from "preact/hooks";
import type { CallModel, LocalMedia } from "../../call/model.ts";
import { toLine } from "../../call/names.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { FormField, Switch } from "../parts/field.tsx";
import { PageLayout } from "../parts/page.tsx";
import { DeviceChoice } from "./devicechoice.tsx";
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
}

export function PreJoin({ model, media, asked, onJoin }: Props) {
  const name = useSignal("");
  const relayOnly = useSignal(false);
  const nameless = useSignal(false);
  const input = useRef<HTMLInputElement>(null);

  const submit = (event: Event) => {
    event.preventDefault();
    const shown = toLine(name.value);
    nameless.value = shown === "";
    if (nameless.value) input.current?.focus();
    else if (!asked) onJoin(shown, relayOnly.value);
  };
  const label = model.role === "guest" ? t("prejoin.knock") : t("prejoin.join");
  return (
    <PageLayout
      title={t(media ? "prejoin.title" : "prejoin.title.chat")}
      lead={model.topic.value}
      topic={model.topic.value}
      wide={media !== undefined}
    >
      <div class={media ? "prejoin" : undefined}>
        {media && <DeviceChoice kind={model.kind} media={media} />}
        <form class="prejoin-form" onSubmit={submit} noValidate>
          <ModelProblem model={model} />
          <WaitingGuests model={model} />
          <FormField
            label={t("prejoin.name")}
            hint={t(model.role === "host" ? "prejoin.name.hint.host" : "prejoin.name.hint")}
            problem={nameless.value ? t("prejoin.name.needed") : undefined}
          >
            {(control) => (
              <input
                {...control}
                ref={input}
                class="input"
                data-test="name"
                maxLength={nameLength}
                autocomplete="off"
                enterkeyhint="go"
                required
                value={name.value}
                onInput={(event) => {
                  name.value = event.currentTarget.value;
                  nameless.value = false;
                }}
              />
            )}
          </FormField>
          <Switch
            label={t("prejoin.hide")}
            hint={t("prejoin.hide.hint")}
            test="hide-address"
            checked={relayOnly.value}
            onChange={(on) => {
              relayOnly.value = on;
            }}
          />
          <div class="stack">
            <Button kind="primary" type="submit" wide data-test="join" aria-disabled={asked}>
              {asked ? t("prejoin.joining") : label}
            </Button>
            <p class="quiet">
              {t(model.kind === "video" ? "prejoin.see" : `prejoin.see.${model.kind}`)}
            </p>
          </div>
        </form>
      </div>
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
