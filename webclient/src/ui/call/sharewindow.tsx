// A window of its own for a shared screen: for a second monitor, or beside another program.
import { useSignal } from "@preact/signals";
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { CallModel, Peer } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
import { furnishPage } from "../parts/apart.ts";
import { ShareScreen } from "./sharescreen.tsx";

export interface ShareWindow {
  readonly open: boolean;
  /** In a click: browsers open no window otherwise. */
  show(): void;
  close(): void;
}

export function useShareWindow(model: CallModel, peer: Peer): ShareWindow {
  const open = useSignal(false);
  const other = useRef<Window | null>(null);
  const forget = useRef(() => {});
  const close = () => {
    other.current?.close();
    other.current = null;
    forget.current();
    open.value = false;
  };
  // It goes with the share, and with this page.
  useEffect(() => {
    addEventListener("pagehide", close);
    return () => {
      removeEventListener("pagehide", close);
      close();
    };
  }, []);
  // What it shows changes with the peer.
  useEffect(() => {
    const { body } = other.current?.document ?? {};
    if (body && open.value) render(<ShareScreen model={model} peer={peer} />, body);
  });
  return {
    open: open.value,
    show() {
      other.current = window.open("", "", "popup,width=1280,height=760");
      if (other.current === null) return;
      const { document: page } = other.current;
      page.title = t("share.of", { name: peer.name });
      page.body.className = "share-window on-stage";
      forget.current = furnishPage(page);
      other.current.addEventListener("pagehide", close);
      open.value = true;
    },
    close,
  };
}
