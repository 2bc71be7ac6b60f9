// A window of its own for a shared screen: for a second monitor, or beside another program.
import { useSignal } from "@preact/signals";
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { CallModel, Peer } from "../../call/model.ts";
import { t } from "../i18n/index.ts";
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
  const close = () => {
    other.current?.close();
    other.current = null;
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
      furnish(other.current.document, t("share.of", { name: peer.name }));
      other.current.addEventListener("pagehide", close);
      open.value = true;
    },
    close,
  };
}

/** It has this page's policy, and so may have its style sheets. */
function furnish(page: Document, title: string): void {
  page.title = title;
  page.documentElement.lang = document.documentElement.lang;
  for (const sheet of document.querySelectorAll("link[rel=stylesheet], style"))
    page.head.append(page.importNode(sheet, true));
  page.body.className = "share-window on-stage";
}
