// Recordings that lie in this browser: to be saved, and then deleted here.
import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { deleteRecording, type KeptRecording, keptRecordings } from "../../page/recordings.ts";
import { fileSize, longDate, t } from "../i18n/index.ts";
import { kept as de } from "../i18n/kept.de.ts";
import { kept as en } from "../i18n/kept.en.ts";
import { Button } from "../parts/button.tsx";
import { Confirm } from "../parts/dialog.tsx";
import { download } from "../text/download.ts";
import { addWords } from "../together/words.ts";
import "./recording.css";

addWords({ en, de });

/** How often it is looked at what there is, in ms. */
const lookMs = 1_000;

/** Nothing while there are none. */
export function KeptRecordings() {
  const all = useSignal<readonly KeptRecording[]>([]);
  const lookAgain = async () => {
    all.value = await keptRecordings();
  };
  // One may be being made ready at this moment.
  useEffect(() => {
    void lookAgain();
    const timer = setInterval(() => void lookAgain(), lookMs);
    return () => clearInterval(timer);
  }, []);
  if (all.value.length === 0) return null;
  return (
    <section class="stack record-kept" data-test="recordings">
      <h2>{t("kept.title")}</h2>
      <p>{t("kept.lead")}</p>
      {all.value.map((one) => (
        <KeptFiles key={one.id} one={one} onDeleted={() => void lookAgain()} />
      ))}
    </section>
  );
}

function KeptFiles({ one, onDeleted }: { one: KeptRecording; onDeleted: () => void }) {
  const deleting = useSignal(false);
  return (
    <article class="stack" data-test="recording-kept">
      <h3>{t("kept.of", { when: longDate(one.began) })}</h3>
      {one.unfinished && <p data-test="recording-unfinished">{t("kept.unfinished")}</p>}
      <div class="row">
        {one.files.map((file) => (
          <Button
            key={file.name}
            icon="download"
            data-test="recording-save"
            data-name={file.name}
            onClick={() => download(file.name, file)}
          >
            {t(file.name === "consent.json" ? "kept.save.consent" : "kept.save", {
              file: file.name,
              size: fileSize(file.size),
            })}
          </Button>
        ))}
        <Button
          kind="quiet"
          data-test="recording-delete"
          onClick={() => {
            deleting.value = true;
          }}
        >
          {t("kept.delete")}
        </Button>
      </div>
      {deleting.value && (
        <Confirm
          title={t("kept.delete.title")}
          confirm={t("kept.delete")}
          onConfirm={() => void deleteRecording(one.id).then(onDeleted)}
          onClose={() => {
            deleting.value = false;
          }}
        >
          {t("kept.delete.text")}
        </Confirm>
      )}
    </article>
  );
}
