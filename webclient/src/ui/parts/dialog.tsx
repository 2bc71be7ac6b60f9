// A question that has to be answered first. The browser's own modal dialog traps the focus and gives it back.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { Button } from "./button.tsx";
import "./dialog.css";

interface Props {
  title: string;
  /** What the answer "yes" does, as a label. */
  confirm: string;
  onConfirm: () => void;
  onClose: () => void;
  children: ComponentChildren;
}

export function Confirm({ title, confirm, onConfirm, onClose, children }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  useEffect(() => {
    dialog.current?.showModal();
  }, []);
  return (
    <dialog ref={dialog} class="dialog" aria-labelledby={heading} onClose={onClose}>
      <h2 id={heading}>{title}</h2>
      <p>{children}</p>
      <div class="row dialog-actions">
        <Button onClick={() => dialog.current?.close()}>{t("app.cancel")}</Button>
        <Button
          kind="danger"
          data-test="confirm"
          onClick={() => {
            dialog.current?.close();
            onConfirm();
          }}
        >
          {confirm}
        </Button>
      </div>
    </dialog>
  );
}
