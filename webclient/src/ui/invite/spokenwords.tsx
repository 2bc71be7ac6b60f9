// The link as words, to be read out on the phone. The list is loaded when somebody asks for it.
import { useSignal } from "@preact/signals";
import { useEffect, useId } from "preact/hooks";
import { parseLink } from "../../crypto/link.ts";
import { loadWordList, toWords, type WordLanguage } from "../../crypto/words.ts";
import { fetchModule } from "../../page/chunk.ts";
import { serverOrigin } from "../../page/serverorigin.ts";
import { actionText, language, t } from "../i18n/index.ts";
import { Button } from "../parts/button.tsx";
import { Dialog } from "../parts/dialog.tsx";
import "./spokenwords.css";

interface Props {
  link: string;
  onClose: () => void;
}

export function WordsDialog({ link, onClose }: Props) {
  const id = useId();
  return (
    <Dialog title={t("invite.words.title")} about={id} onClose={onClose}>
      <p id={id}>
        {t("invite.words.lead", {
          server: serverOrigin().host,
          button: actionText("action.lost-link"),
        })}
      </p>
      <SpokenWords link={link} />
    </Dialog>
  );
}

function SpokenWords({ link }: { link: string }) {
  // Whoever is on the phone may speak the other language.
  const spoken = useSignal<WordLanguage>(language.value);
  const words = useSignal<readonly string[] | "unavailable" | undefined>(undefined);
  const chosen = spoken.value;
  useEffect(() => {
    void readOut(link, chosen).then(
      (found) => {
        words.value = found;
      },
      () => {
        words.value = "unavailable";
      },
    );
  }, [link, chosen, words]);

  if (words.value === undefined) return <p role="status">{t("invite.loading")}</p>;
  if (words.value === "unavailable")
    return (
      <p role="status" data-test="words-unavailable">
        {t("invite.unavailable")}
      </p>
    );
  return (
    <div class="stack">
      <ol class="spoken-words" lang={chosen} data-test="words">
        {words.value.map((word, at) => (
          <li key={`${at} ${word}`}>{word}</li>
        ))}
      </ol>
      <p class="quiet">{t("invite.words.short")}</p>
      <div>
        <Button
          kind="quiet"
          data-test="words-language"
          onClick={() => {
            spoken.value = chosen === "de" ? "en" : "de";
          }}
        >
          {t(chosen === "de" ? "invite.words.en" : "invite.words.de")}
        </Button>
      </div>
    </div>
  );
}

async function readOut(link: string, spoken: WordLanguage): Promise<readonly string[]> {
  const guest = parseLink(link);
  if (guest.role !== "guest") throw new TypeError("there are no words for a host link");
  await fetchModule(`crypto/wordlists/${spoken}`);
  return toWords(guest, await loadWordList(spoken));
}
