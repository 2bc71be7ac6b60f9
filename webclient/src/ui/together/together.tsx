// What people make together: the button that opens the sheet of parts, the sheet, and the one place
// where the open part stands.
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { CallModel } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { Sheet, SheetAction } from "../parts/sheet.tsx";
import { type Entry, entries, type PartProps } from "./entries.ts";
import { icons } from "./icons.ts";
import { closePart, entryOf, loadView, openPart, showPart, views } from "./openpart.ts";
import "./together.css";

/** The button that opened the sheet, while it is open. */
const opener = signal<Element | undefined>(undefined);

function closeSheet(): void {
  opener.value = undefined;
}

/** Has the sheet open; see TogetherSheet. */
export function TogetherButton() {
  return (
    <button
      type="button"
      class="control"
      data-test="together"
      aria-haspopup="dialog"
      title={t("together.title")}
      onClick={({ currentTarget }) => {
        opener.value = currentTarget;
      }}
    >
      <span class="control-icon">
        <Icon name={icons.together} />
      </span>
      <span class="control-label">{t("together.open")}</span>
    </button>
  );
}

/** The sheet, while it is open. Not in a menu, which may be hidden. */
export function TogetherSheet({ model }: { model: CallModel }) {
  useEffect(
    () => () => {
      closeSheet();
      openPart.value = undefined;
    },
    [],
  );
  if (opener.value === undefined) return null;
  return (
    <Sheet title={t("together.title")} anchor={opener.value} onClose={closeSheet}>
      {entries.map(({ name, icon, title }) => (
        <SheetAction
          key={name}
          test={`together-${name}`}
          icon={icon}
          {...(openPart.value === name && { pressed: true })}
          onPress={() => showPart(model, name)}
        >
          {t(title)}
        </SheetAction>
      ))}
    </Sheet>
  );
}

/** Nothing while no part is open. */
export function TogetherPanel({ model, media }: Pick<PartProps, "model" | "media">) {
  const entry = entryOf(openPart.value);
  return entry && <OpenPart key={entry.name} entry={entry} model={model} media={media} />;
}

type OpenProps = Pick<PartProps, "model" | "media">;

function OpenPart({ entry, model, media }: OpenProps & { entry: Entry }) {
  const panel = useRef<HTMLElement>(null);
  useLayoutEffect(() => panel.current?.focus(), []);
  useEffect(() => {
    const close = (event: KeyboardEvent) => {
      if (isToClose(event, panel.current)) closePart();
    };
    addEventListener("keydown", close);
    return () => removeEventListener("keydown", close);
  }, []);
  return (
    <aside
      ref={panel}
      class="together"
      data-region
      data-test="together-panel"
      tabIndex={-1}
      aria-label={t(entry.title)}
    >
      <header class="together-head">
        <h2>{t(entry.title)}</h2>
        <IconButton
          icon="close"
          label={t("app.close")}
          data-test="together-close"
          onClick={closePart}
        />
      </header>
      <PartBody name={entry.name} model={model} media={media} />
    </aside>
  );
}

/** Also where the focus has fallen to the body, with a control that can no longer be used. */
function isToClose({ key, isComposing, target }: KeyboardEvent, panel: Element | null): boolean {
  if (key !== "Escape" || isComposing || document.querySelector("dialog[open]")) return false;
  return target === document.body || panel?.contains(target as Node) === true;
}

function PartBody({ name, model, media }: OpenProps & { name: string }) {
  const state = model.together.parts.value.get(name);
  const view = views.value.get(name);
  if (state?.at === "failed" || view === "failed")
    return (
      <div class="together-waits" role="status" data-test="together-failed">
        <p>{t("together.failed")}</p>
        <Button onClick={() => showPart(model, name)}>{t("together.again")}</Button>
      </div>
    );
  if (state?.at !== "there" || typeof view !== "object")
    return (
      <p class="together-waits" role="status">
        {t("together.loading")}
      </p>
    );
  return (
    <div class="together-body">
      <view.Panel model={model} media={media} part={state.part} />
    </div>
  );
}

/** What parts have to say while they are not open: `Bar` covers nothing, and lasts. */
export function TogetherSays({ place, model, media }: OpenProps & { place: "Bar" | "Notice" }) {
  const there = [...model.together.parts.value].filter(([, { at }]) => at === "there");
  const names = there.map(([name]) => name).join(" ");
  useEffect(() => {
    for (const name of names.split(" ")) if (name !== "") void loadView(name);
  }, [names]);
  return there.map(([name, state]) => {
    const view = views.value.get(name);
    const Said = typeof view === "object" ? view[place] : undefined;
    if (state.at !== "there" || Said === undefined) return null;
    return <Said key={name} model={model} media={media} part={state.part} />;
  });
}
