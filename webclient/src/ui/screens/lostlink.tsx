// For somebody whose link does not open: the way to paste it on the start page.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { actionText } from "../i18n/index.ts";
import { desk } from "../late.ts";
import { Button } from "../parts/button.tsx";

interface Props {
  /** Gets the fragment of a whole link of this server. */
  onLink: (fragment: string) => void;
}

/**
 * For somebody whose link lost everything after the server's name: to them this looks like a page
 * for others.
 */
export function LostLink({ onLink }: Props) {
  const shown = useSignal(false);
  const section = useRef<HTMLElement>(null);
  const isThere = shown.value && desk.module.value !== undefined;
  useEffect(() => section.current?.querySelector("textarea")?.focus(), [isThere]);
  return (
    <section ref={section}>
      {isThere ? (
        <PasteLink onLink={onLink} kind="plain" />
      ) : (
        <Button
          kind="quiet"
          data-test="lost-link"
          onClick={() => {
            shown.value = true;
            void desk.load();
          }}
        >
          {actionText("action.lost-link")}
        </Button>
      )}
    </section>
  );
}

/** Drawn once it is loaded. */
export function PasteLink({ onLink, kind }: Props & { kind: "primary" | "plain" }) {
  useEffect(() => void desk.load(), []);
  const screens = desk.module.value;
  return screens ? <screens.LinkRepair damaged="" onLink={onLink} kind={kind} /> : null;
}
