// The link as a QR code, for the camera of another device that is at hand. The library that works it
// out is loaded when somebody asks for a code.
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import "./qrcode.css";

/** Modules of white around the code that ISO/IEC 18004 asks for. */
const quietZone = 4;

/** Rows of modules, true for dark, with the quiet zone. Rejects if the library cannot be loaded. */
export async function qrModules(text: string): Promise<readonly (readonly boolean[])[]> {
  const { encodeQR } = await import("qr");
  return encodeQR(text, "raw", { ecc: "medium", border: quietZone });
}

/** One path for all dark modules, a run of them at a time. */
function pathOf(rows: readonly (readonly boolean[])[]): string {
  return rows
    .flatMap((row, y) =>
      [
        ...row
          .map((dark) => (dark ? "x" : " "))
          .join("")
          .matchAll(/x+/g),
      ].map(({ index, 0: run }) => `M${index} ${y}h${run.length}v1H${index}z`),
    )
    .join("");
}

export function QrCode({ link }: { link: string }) {
  const code = useSignal<readonly (readonly boolean[])[] | "unavailable" | undefined>(undefined);
  const isLarge = useSignal(false);
  useEffect(() => {
    code.value = undefined;
    void qrModules(link).then(
      (rows) => {
        code.value = rows;
      },
      () => {
        code.value = "unavailable";
      },
    );
  }, [link, code]);

  if (code.value === undefined) return <p role="status">{t("invite.loading")}</p>;
  if (code.value === "unavailable")
    return (
      <p role="status" data-test="qr-unavailable">
        {t("invite.unavailable")}
      </p>
    );
  const picture = <QrPicture rows={code.value} />;
  return (
    <div class="qr-panel">
      <button
        type="button"
        class="qr-button"
        data-test="qr-enlarge"
        title={t("invite.qr.enlarge")}
        onClick={() => {
          isLarge.value = true;
        }}
      >
        {picture}
        <span class="unseen">{t("invite.qr.enlarge")}</span>
      </button>
      <p class="quiet">{t("invite.qr.lead")}</p>
      {isLarge.value && (
        <FullScreen
          onClose={() => {
            isLarge.value = false;
          }}
        >
          {picture}
        </FullScreen>
      )}
    </div>
  );
}

function QrPicture({ rows }: { rows: readonly (readonly boolean[])[] }) {
  return (
    <svg
      class="qr"
      data-test="qr"
      role="img"
      aria-label={t("invite.qr.picture")}
      viewBox={`0 0 ${rows.length} ${rows.length}`}
      shape-rendering="crispEdges"
    >
      <path class="qr-light" d={`M0 0h${rows.length}v${rows.length}H0z`} />
      <path class="qr-dark" d={pathOf(rows)} />
    </svg>
  );
}

/** The code as large as the screen: a phone reads it from the other side of a desk. */
function FullScreen({
  onClose,
  children,
}: {
  onClose: () => void;
  children: preact.ComponentChild;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="qr-full" aria-labelledby={id} data-test="qr-full" onClose={onClose}>
      <h2 id={id} class="unseen">
        {t("invite.qr")}
      </h2>
      {children}
      <Button icon="close" data-test="qr-close" onClick={() => dialog.current?.close()}>
        {t("app.close")}
      </Button>
    </dialog>
  );
}
