// What a new room is to be: when, what kind of call, about what, for how many.
import { useSignal } from "@preact/signals";
import type { CallKind } from "../../crypto/link.ts";
import type { CreatedRoom, Services } from "../../page/services.ts";
import { type Key, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { FormField } from "../parts/field.tsx";
import { Icon, type IconName } from "../parts/icon.tsx";
import { Notice } from "../parts/notice.tsx";
import { codeOf } from "./codeof.ts";
import { DateField, useDateField } from "./datefield.tsx";

const kinds: readonly { kind: CallKind; icon: IconName; label: Key }[] = [
  { kind: "video", icon: "video", label: "kind.video" },
  { kind: "audio", icon: "mic", label: "kind.audio" },
  { kind: "chat", icon: "chat", label: "kind.chat" },
];
const seatChoices = [2, 3, 4, 5, 6];
const topicLength = 200;

interface Props {
  services: Pick<Services, "createRoom" | "about">;
  onCreated: (room: CreatedRoom) => unknown;
}

export function CreateForm({ services, onCreated }: Props) {
  const date = useDateField(services.about.value);
  const kind = useSignal<CallKind>("video");
  const topic = useSignal("");
  const seats = useSignal(4);
  const busy = useSignal<"creating" | "working" | undefined>(undefined);
  const problem = useSignal<string | undefined>(undefined);

  const submit = async (event: Event) => {
    event.preventDefault();
    const when = date.read();
    if (busy.value || when === false) return;
    busy.value = "creating";
    problem.value = undefined;
    try {
      const options = { when, kind: kind.value, topic: topic.value.trim(), seats: seats.value };
      const room = await services.createRoom(options, () => {
        busy.value = "working";
      });
      await onCreated(room);
    } catch (error) {
      problem.value = codeOf(error);
      busy.value = undefined;
    }
  };

  return (
    <form class="start-form" onSubmit={submit} noValidate>
      <DateField field={date} test="when" />
      <KindChoice
        value={kind.value}
        onChange={(chosen) => {
          kind.value = chosen;
        }}
      />
      <FormField label={t("start.topic")} aside={t("start.optional")} hint={t("start.topic.hint")}>
        {(control) => (
          <input
            {...control}
            class="input"
            data-test="topic"
            maxLength={topicLength}
            autocomplete="off"
            value={topic.value}
            onInput={(event) => {
              topic.value = event.currentTarget.value;
            }}
          />
        )}
      </FormField>
      <div class="start-places">
        <FormField label={t("start.seats")} hint={t("start.seats.hint")}>
          {(control) => (
            <select
              {...control}
              class="input"
              data-test="seats"
              value={seats.value}
              onChange={(event) => {
                seats.value = Number(event.currentTarget.value);
              }}
            >
              {seatChoices.map((count) => (
                <option key={count} value={count}>
                  {count}
                </option>
              ))}
            </select>
          )}
        </FormField>
      </div>
      {problem.value && <Notice code={problem.value} />}
      <div class="stack">
        <Button
          kind="primary"
          type="submit"
          wide
          data-test="create"
          aria-disabled={busy.value !== undefined}
        >
          {t(`start.${busy.value ?? "create"}`)}
        </Button>
        <p class="quiet">{t("start.note")}</p>
      </div>
    </form>
  );
}

function KindChoice({ value, onChange }: { value: CallKind; onChange: (kind: CallKind) => void }) {
  return (
    <fieldset class="kinds">
      <legend class="field-label">{t("start.kind")}</legend>
      <div class="kinds-row">
        {kinds.map(({ kind, icon, label }) => (
          <label key={kind} class="kind">
            <input
              type="radio"
              name="kind"
              value={kind}
              checked={value === kind}
              data-test={`kind-${kind}`}
              onChange={() => onChange(kind)}
            />
            <Icon name={icon} />
            <span>{t(label)}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
