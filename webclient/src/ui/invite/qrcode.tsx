// The link as a QR code as large as the screen, for the camera of another device: a phone reads it
// from the other side of a desk. The library that works it out is loaded when somebody asks for a
// code.
import { useSignal } from "@preact/signals";
import { useEffect, useId, useRef } from "preact/hooks";
import { loadModule } from "../../page/chunk.ts";
import { t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import "./qrcode.css";

/** Rows of modules, true for a dark one. */
type Modules = readonly (readonly boolean[])[];

/** Modules of white around the code that ISO/IEC 18004 asks for. */
const quietZone = 4;

/** With the quiet zone. Rejects if the library cannot be loaded. */
export async function qrModules(text: string): Promise<Modules> {
  const { encodeQR } = await loadModule("qr", () => import("qr"));
  return encodeQR(text, "raw", { ecc: "medium", border: quietZone });
}

/** One path for all dark modules, a run of them at a time. */
function pathOf(rows: Modules): string {
  const runs = (row: readonly boolean[]) =>
    row
      .map((isDark) => (isDark ? "x" : " "))
      .join("")
      .matchAll(/x+/g);
  return rows
    .flatMap((row, y) =>
      Array.from(runs(row), ({ index, 0: run }) => `M${index} ${y}h${run.length}v1H${index}z`),
    )
    .join("");
}

export function QrDialog({ link, onClose }: { link: string; onClose: () => void }) {
  const code = useSignal<Modules | "unavailable" | undefined>(undefined);
  const dialog = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  useEffect(() => {
    void qrModules(link).then(
      (rows) => {
        code.value = rows;
      },
      () => {
        code.value = "unavailable";
      },
    );
  }, [link, code]);
  return (
    <dialog ref={dialog} class="qr-full" aria-labelledby={id} onClose={onClose}>
      {code.value === undefined && <p role="status">{t("invite.loading")}</p>}
      {code.value === "unavailable" && (
        <p role="status" data-test="qr-unavailable">
          {t("invite.unavailable")}
        </p>
      )}
      {Array.isArray(code.value) && <QrPicture rows={code.value} />}
      <h2 id={id} class="qr-title">
        {t("invite.qr.lead")}
      </h2>
      <Button icon="close" data-test="qr-close" onClick={() => dialog.current?.close()}>
        {t("app.close")}
      </Button>
    </dialog>
  );
}

function QrPicture({ rows }: { rows: Modules }) {
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
