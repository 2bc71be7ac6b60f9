// Six reactions, each with its word: the button that opens them, and the row that is opened. The
// row is apart from the button, which may stand in a menu that closes.
import { signal } from "@preact/signals";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { CallModel } from "../../call/model.ts";
import type { Reaction } from "../../call/participation/model.ts";
import { t } from "../i18n/index.ts";
import { Icon } from "../parts/icon.tsx";
import "./reactions.css";

const all: readonly Reaction[] = ["agree", "disagree", "thanks", "bravo", "laugh", "slower"];
const open = signal(false);

export function ReactionsButton() {
  return (
    <button
      type="button"
      class="control"
      data-test="reactions"
      aria-expanded={open.value}
      title={t("reaction.choose")}
      onClick={() => {
        open.value = !open.value;
      }}
    >
      <span class="control-icon">
        <Icon name="smile" />
      </span>
      <span class="control-label">{t("reaction.press")}</span>
    </button>
  );
}

/** Nothing while it is closed. */
export function ReactionsRow({ model }: { model: CallModel }) {
  useEffect(() => closeRow, []);
  return open.value && <OpenRow model={model} />;
}

function closeRow(): void {
  open.value = false;
}

/** Where the way to the row is: its button, or the menu in which that stands. */
function focusOpener(): void {
  const ways = document.querySelectorAll<HTMLElement>("[data-test=reactions], [data-test=more]");
  [...ways].find((way) => way.getClientRects().length > 0)?.focus();
}

function OpenRow({ model }: { model: CallModel }) {
  const row = useRef<HTMLFieldSetElement>(null);
  useLayoutEffect(() => row.current?.querySelector("button")?.focus(), []);
  useEffect(() => {
    const pressedElsewhere = ({ target }: PointerEvent) => {
      const way = target instanceof Element && target.closest("[data-test=reactions], .reactions");
      if (!way) closeRow();
    };
    addEventListener("pointerdown", pressedElsewhere);
    return () => removeEventListener("pointerdown", pressedElsewhere);
  }, []);
  const leaveRow = () => {
    focusOpener();
    closeRow();
  };
  return (
    <fieldset
      ref={row}
      class="reactions"
      aria-label={t("reaction.choose")}
      onKeyDown={(event) => event.key === "Escape" && leaveRow()}
    >
      {all.map((reaction) => (
        <button
          type="button"
          key={reaction}
          data-test={`react-${reaction}`}
          onClick={() => {
            model.participation.react(reaction);
            leaveRow();
          }}
        >
          <Icon name={reaction} />
          <span>{t(`reaction.${reaction}`)}</span>
        </button>
      ))}
    </fieldset>
  );
}
