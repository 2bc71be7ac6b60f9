// What lies over everything until it is closed. The browser's own modal dialog traps the focus and
// gives it back.
import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { Button, IconButton } from "./button.tsx";
import "./dialog.css";

interface DialogProps {
  title: string;
  onClose: () => void;
  /**
   * The id of the text, for a dialog that asks nothing: it starts at its title and has a close
   * button.
   */
  about?: string;
  children: ComponentChildren | ((close: () => void) => ComponentChildren);
}

export function Dialog({ title, onClose, about, children }: DialogProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  const id = useId();
  useEffect(() => {
    dialog.current?.showModal();
    // A text starts at the top, a question at its first button.
    if (about !== undefined) heading.current?.focus();
  }, [about]);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby={id}
      aria-describedby={about}
      onClose={onClose}
    >
      <div class="dialog-head">
        {/* Only a text starts here: a browser gives the focus to the first that takes it. */}
        <h2 ref={heading} id={id} tabIndex={about === undefined ? undefined : -1}>
          {title}
        </h2>
        {about !== undefined && (
          <IconButton
            icon="close"
            label={t("app.close")}
            data-test="dialog-close"
            onClick={() => dialog.current?.close()}
          />
        )}
      </div>
      {typeof children === "function" ? children(() => dialog.current?.close()) : children}
    </dialog>
  );
}

interface ConfirmProps {
  title: string;
  /** What the answer "yes" does, as a label. */
  confirm: string;
  onConfirm: () => void;
  onClose: () => void;
  children: ComponentChildren;
}

/** A question that has to be answered first. */
export function Confirm({ title, confirm, onConfirm, onClose, children }: ConfirmProps) {
  return (
    <Dialog title={title} onClose={onClose}>
      {(close) => (
        <>
          <p>{children}</p>
          <div class="row dialog-actions">
            <Button onClick={close}>{t("app.cancel")}</Button>
            <Button
              kind="danger"
              data-test="confirm"
              onClick={() => {
                close();
                onConfirm();
              }}
            >
              {confirm}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}
