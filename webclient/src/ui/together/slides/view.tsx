// Slides on the screen: the presenter chooses a PDF and turns its pages, all others see them.
import { type Signal, useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { mostPages } from "../../../call/together/slides/messages.ts";
import type { Slides } from "../../../call/together/slides/model.ts";
import type { SlidesPart } from "../../../call/together/slides/slides.ts";
import { fetchModule, loadModule } from "../../../page/chunk.ts";
import { t } from "../../i18n/index.ts";
import { slides as german } from "../../i18n/slides.de.ts";
import { slides as english } from "../../i18n/slides.en.ts";
import { announce } from "../../parts/announcer.tsx";
import { Button, IconButton } from "../../parts/button.tsx";
import type { PartProps } from "../entries.ts";
import { openPart, showPart } from "../openpart.ts";
import { Refused } from "../panel.tsx";
import { addWords } from "../words.ts";
import { pageWords, presenterOf, type SlidesProps } from "./naming.ts";
import type { PdfProblem } from "./pdf.ts";
import { SlideStage } from "./stage.tsx";
import "./slides.css";

addWords({ en: english, de: german });

export function Panel({ model, part }: PartProps<SlidesPart>) {
  const state = part.state.value;
  const refused = useSignal<Problem | undefined>(undefined);
  return (
    <>
      {refused.value && (
        <Refused test="slides-refused">
          {t(`slides.${refused.value}`, { most: mostPages, name: presenterOf(model, part) })}
        </Refused>
      )}
      {state && (
        <>
          <SlideStage model={model} part={part} state={state} />
          {part.isBroken.value && <Refused test="slides-broken">{t("slides.broken")}</Refused>}
          <Asked model={model} part={part} />
          {state.presenter === undefined && <HandOver model={model} part={part} />}
        </>
      )}
      {(state === undefined || state.isLeft) && (
        <ChoosePdf model={model} part={part} refused={refused} />
      )}
      <p class="quiet">{t("slides.not-recorded")}</p>
    </>
  );
}

/** What the file could not become. */
type Problem = PdfProblem | "meanwhile";

function ChoosePdf({ part, refused }: SlidesProps & { refused: Signal<Problem | undefined> }) {
  const input = useRef<HTMLInputElement>(null);
  const isOpening = useSignal(false);
  const open = async (file: File) => {
    refused.value = undefined;
    isOpening.value = true;
    const opened = await openFile(file);
    isOpening.value = false;
    if (typeof opened === "string") refused.value = opened;
    else if (!part.isTaken) part.present(opened);
    else {
      opened.close();
      refused.value = "meanwhile";
    }
  };
  return (
    <>
      <p class="quiet">{t("slides.lead")}</p>
      <div class="row">
        <input
          ref={input}
          type="file"
          hidden
          accept="application/pdf,.pdf"
          data-test="slides-file"
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file !== undefined) void open(file);
            currentTarget.value = "";
          }}
        />
        <Button
          kind={part.state.value === undefined ? "primary" : "plain"}
          data-test="slides-choose"
          disabled={isOpening.value}
          onClick={() => input.current?.click()}
        >
          {t("slides.choose")}
        </Button>
      </div>
      <p role="status">{isOpening.value && t("slides.opening")}</p>
    </>
  );
}

/** What reads a PDF is loaded here, and not before. */
async function openFile(file: File): Promise<Slides | PdfProblem> {
  const path = "ui/together/slides/pdf";
  const isThere = await fetchModule(path).then(
    () => true,
    () => false,
  );
  if (!isThere) return "missing";
  try {
    const { openPdf, PdfError } = await loadModule(path, () => import("./pdf.ts"));
    return await openPdf(file).catch((error) => {
      if (error instanceof PdfError) return error.problem;
      throw error;
    });
  } catch {
    return "unsupported"; // it is there, and this browser cannot run it
  }
}

/** Whom the presenter may ask to go on. */
function HandOver({ model, part }: SlidesProps) {
  const asked = part.state.value?.offeredTo;
  const people = model.peers.value;
  const nameOf = (sid: string) => people.find((one) => one.sid === sid)?.name || t("app.someone");
  if (people.length === 0) return null;
  return (
    <fieldset class="part-save">
      <legend>{t("slides.offer")}</legend>
      {people.map(({ sid }) => (
        <Button
          key={sid}
          kind="quiet"
          data-test="slides-offer"
          disabled={asked === sid}
          onClick={() => void part.offerTo(sid)}
        >
          {t("slides.offer.to", { name: nameOf(sid) })}
        </Button>
      ))}
      <p role="status">{asked && t("slides.offering", { name: nameOf(asked) })}</p>
    </fieldset>
  );
}

/** We are asked to go on. */
function Asked({ model, part }: SlidesProps) {
  if (!part.state.value?.isOffered) return null;
  return (
    <div class="part-card" data-test="slides-asked" role="status">
      <p>{t("slides.offered", { name: presenterOf(model, part) })}</p>
      <div class="row">
        <Button kind="primary" data-test="slides-accept" onClick={() => part.takeOver()}>
          {t("slides.accept")}
        </Button>
        <Button data-test="slides-decline" onClick={() => part.declineOffer()}>
          {t("slides.decline")}
        </Button>
      </div>
    </div>
  );
}

/** What is shown while the panel is closed; with it open each page is read out. */
export function Notice({ model, part }: PartProps<SlidesPart>) {
  const seen = useSignal<string | undefined>(undefined);
  const state = part.state.value;
  const isOpen = openPart.value === "slides";
  const title = state && state.presenter !== undefined ? state.title : undefined;
  const words = state && pageWords(model, part);
  useEffect(() => {
    if (isOpen && words !== undefined) announce(words);
  }, [isOpen, words]);
  useEffect(() => {
    if (isOpen || title === undefined) seen.value = title;
  }, [isOpen, title]);
  const news =
    state?.isOffered && !isOpen
      ? t("slides.offered", { name: presenterOf(model, part) })
      : title !== undefined && !isOpen && seen.value !== title
        ? t("slides.news", { name: presenterOf(model, part) })
        : undefined;
  useEffect(() => {
    if (news !== undefined) announce(news);
  }, [news]);
  if (news === undefined) return null;
  return (
    <div class="request" data-test="slides-news">
      <p>{news}</p>
      <div class="row">
        <Button data-test="slides-news-open" onClick={() => showPart(model, "slides")}>
          {t("slides.show")}
        </Button>
        <IconButton
          icon="close"
          label={t("app.close")}
          onClick={() => {
            seen.value = title;
            if (state?.isOffered) part.declineOffer();
          }}
        />
      </div>
    </div>
  );
}
