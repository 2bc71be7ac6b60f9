// The list of keys: what each does, and the single ones to be changed or switched off (WCAG 2.1.4).
import { useSignal } from "@preact/signals";
import type { CallModel } from "../../call/model.ts";
import {
  callSettings,
  changeKey,
  changeSettings,
  firstKeys,
  isSingleKey,
  type KeyAction,
  keyActions,
} from "../../page/callsettings.ts";
import { t } from "../i18n/index.ts";
import { announce } from "../parts/announcer.tsx";
import { Button } from "../parts/button.tsx";
import { FormField, Switch } from "../parts/field.tsx";

/** What there is in this call. */
function actionsOf({ kind }: CallModel): readonly KeyAction[] {
  if (kind === "video") return keyActions;
  return keyActions.filter(
    (action) =>
      action === "keys" ||
      action === "hand" ||
      (kind === "audio" && action !== "camera" && action !== "share"),
  );
}

export function KeySettings({ model }: { model: CallModel }) {
  const { singleKeys, keys } = callSettings.value;
  return (
    <div class="keysettings">
      <Switch
        label={t("keys.single")}
        hint={t("keys.single.hint")}
        test="single-keys"
        checked={singleKeys}
        onChange={(on) => changeSettings({ singleKeys: on })}
      />
      {singleKeys && (
        <>
          {actionsOf(model).map((action) => (
            <KeyField key={action} action={action} current={keys[action]} />
          ))}
          <div>
            <Button
              kind="quiet"
              data-test="keys-reset"
              onClick={() => {
                changeSettings({ keys: firstKeys });
                announce(t("keys.reset.done"));
              }}
            >
              {t("keys.reset")}
            </Button>
          </div>
        </>
      )}
      <dl class="keysettings-fixed">
        <dt>{t("keys.leave")}</dt>
        <dd>
          <kbd>Ctrl</kbd> + <kbd>Shift</kbd> + <kbd>X</kbd>
        </dd>
        <dt>{t("keys.regions")}</dt>
        <dd>
          <kbd>F6</kbd>
        </dd>
      </dl>
    </div>
  );
}

function KeyField({ action, current }: { action: KeyAction; current: string }) {
  const problem = useSignal("");
  const setKey = (field: HTMLInputElement) => {
    const typed = field.value;
    if (typed === "") return;
    const taken = isSingleKey(typed) ? changeKey(action, typed) : undefined;
    if (!isSingleKey(typed)) problem.value = t("keys.unfit");
    else if (taken) problem.value = t("keys.taken", { key: typed, action: t(`keys.${taken}`) });
    else problem.value = "";
    field.value = callSettings.peek().keys[action].toUpperCase();
    field.select();
  };
  return (
    <div class="keysettings-field">
      <FormField label={t(`keys.${action}`)} problem={problem.value || undefined}>
        {(control) => (
          <input
            {...control}
            class="input"
            data-test={`key-${action}`}
            maxLength={1}
            autocomplete="off"
            autocapitalize="off"
            spellcheck={false}
            value={current.toUpperCase()}
            onFocus={(event) => event.currentTarget.select()}
            onInput={(event) => setKey(event.currentTarget)}
            onBlur={(event) => {
              event.currentTarget.value = current.toUpperCase();
            }}
          />
        )}
      </FormField>
    </div>
  );
}
