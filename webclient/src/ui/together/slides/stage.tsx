// The page that is shown, with what one can do with it.
import { useSignal } from "@preact/signals";
import { useEffect, useRef } from "preact/hooks";
import { placeUnits } from "../../../call/together/slides/messages.ts";
import type { SlidesState } from "../../../call/together/slides/model.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../parts/button.tsx";
import { canFullScreen, toggleFullScreen } from "../../parts/fullscreen.ts";
import { download } from "../../text/download.ts";
import { blobOf, usePictureUrl } from "../pictures/pictureurl.ts";
import { pageWords, presenterOf, type SlidesProps } from "./naming.ts";

type StageProps = SlidesProps & { readonly state: SlidesState };

export function SlideStage({ model, part, state }: StageProps) {
  const stage = useRef<HTMLElement>(null);
  const isOwn = state.presenter === undefined;
  const onKeyDown = (event: KeyboardEvent) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    const page = isPlain ? pageFor(event, state) : undefined;
    if (page === undefined) return;
    event.preventDefault();
    part.turnTo(page);
  };
  const box = {
    class: "slides-page",
    "data-test": "slides-page",
    "data-page": state.page,
    "aria-label": pageWords(model, part),
  };
  return (
    <section ref={stage} class="slides-stage" aria-label={state.title}>
      <h3>
        <bdi>{state.title}</bdi>
      </h3>
      {isOwn ? (
        <div
          {...box}
          role="application"
          aria-describedby="slides-keys"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: the keys turn the pages, too.
          tabIndex={0}
          onKeyDown={onKeyDown}
          onPointerMove={(event) => part.point(placeIn(event))}
          onPointerLeave={() => part.point(undefined)}
        >
          <PagePicture model={model} part={part} state={state} />
        </div>
      ) : (
        <figure {...box}>
          <PagePicture model={model} part={part} state={state} />
        </figure>
      )}
      <p data-test="slides-words">{pageWords(model, part)}</p>
      {state.isLeft && (
        <p role="status" data-test="slides-left">
          {t("slides.left", { name: presenterOf(model, part) })}
        </p>
      )}
      {isOwn && <Turning model={model} part={part} state={state} />}
      <StageActions model={model} part={part} state={state} stage={stage} />
    </section>
  );
}

function PagePicture({ model, part, state }: StageProps) {
  const { page, picture: name, presenter, spot, isLeft, pages } = state;
  const url = usePictureUrl(name === undefined ? undefined : part.pictures.value.get(name));
  const broken = useSignal<string | undefined>(undefined);
  if (url === undefined) {
    const waits = presenter === undefined ? "slides.drawing" : "slides.coming";
    return <p class="slides-waits">{t(isLeft ? "slides.page.left" : waits, { page, pages })}</p>;
  }
  if (broken.value === url) return <p class="slides-waits">{t("slides.undrawable")}</p>;
  return (
    <>
      <img
        data-test="slides-picture"
        src={url}
        alt={pageWords(model, part) ?? ""}
        draggable={false}
        onError={() => {
          broken.value = url;
        }}
      />
      {spot && (
        <svg
          class="slides-spot"
          data-test="slides-spot"
          viewBox="0 0 100 100"
          aria-hidden="true"
          preserveAspectRatio="none"
        >
          <ellipse
            cx={(spot.x / placeUnits) * 100}
            cy={(spot.y / placeUnits) * 100}
            rx="1.2"
            ry="1.8"
          />
        </svg>
      )}
    </>
  );
}

function Turning({ part, state }: StageProps) {
  const { page, pages } = state;
  const isAbsent = Array.from({ length: pages }, (_, i) => i + 1).some(
    (one) => !part.mayTurnTo(one),
  );
  const turnTo = (text: string) => {
    const wanted = Number(text);
    if (Number.isInteger(wanted)) part.turnTo(wanted);
  };
  return (
    <>
      <div class="slides-turning">
        <Button
          data-test="slides-back"
          disabled={!part.mayTurnTo(page - 1)}
          onClick={() => part.turnTo(page - 1)}
        >
          {t("slides.back")}
        </Button>
        <Button
          data-test="slides-next"
          disabled={!part.mayTurnTo(page + 1)}
          onClick={() => part.turnTo(page + 1)}
        >
          {t("slides.next")}
        </Button>
        <label class="slides-number">
          {t("slides.number")}
          <input
            class="input"
            type="number"
            data-test="slides-number"
            min={1}
            max={pages}
            value={page}
            onChange={({ currentTarget }) => {
              turnTo(currentTarget.value);
              currentTarget.value = `${part.state.peek()?.page ?? page}`;
            }}
          />
          {t("slides.of", { pages })}
        </label>
      </div>
      <p class="quiet" id="slides-keys">
        {t("slides.keys")}
      </p>
      {isAbsent && <p class="quiet">{t("slides.absent")}</p>}
    </>
  );
}

function StageActions({
  part,
  state,
  stage,
}: StageProps & { stage: { readonly current: HTMLElement | null } }) {
  const isFull = useSignal(false);
  useEffect(() => {
    const follow = () => {
      isFull.value = document.fullscreenElement === stage.current;
    };
    document.addEventListener("fullscreenchange", follow);
    return () => document.removeEventListener("fullscreenchange", follow);
  }, []);
  const picture = part.pictures.value.get(state.picture ?? "");
  const save = () => {
    if (picture === undefined) return;
    const kind = picture.type === "image/png" ? "png" : "webp";
    download(`${t("slides.file", { page: state.page })}.${kind}`, blobOf(picture));
  };
  return (
    <div class="row">
      {state.isLeft && (
        <Button kind="primary" data-test="slides-take" onClick={() => part.takeOver()}>
          {t("slides.take")}
        </Button>
      )}
      {canFullScreen() && (
        <Button
          data-test="slides-full"
          onClick={() => stage.current && toggleFullScreen(stage.current)}
        >
          {t(isFull.value ? "slides.full.end" : "slides.full")}
        </Button>
      )}
      <Button data-test="slides-save" disabled={picture === undefined} onClick={save}>
        {t("slides.save")}
      </Button>
      {state.isLeft && (
        <Button data-test="slides-put-away" onClick={() => part.end()}>
          {t("slides.put-away")}
        </Button>
      )}
      {state.presenter === undefined && (
        <Button kind="danger" data-test="slides-end" onClick={() => part.end()}>
          {t("slides.end")}
        </Button>
      )}
    </div>
  );
}

function pageFor({ key }: KeyboardEvent, { page, pages }: SlidesState): number | undefined {
  switch (key) {
    case "ArrowRight":
    case "ArrowDown":
    case "PageDown":
    case " ":
      return Math.min(page + 1, pages);
    case "ArrowLeft":
    case "ArrowUp":
    case "PageUp":
      return Math.max(page - 1, 1);
    case "Home":
      return 1;
    case "End":
      return pages;
    default:
      return undefined;
  }
}

function placeIn(event: PointerEvent): { x: number; y: number } | undefined {
  const picture = (event.currentTarget as Element | null)?.querySelector("img");
  const { left, top, width, height } = picture?.getBoundingClientRect() ?? new DOMRect();
  const x = Math.round(((event.clientX - left) / width) * placeUnits);
  const y = Math.round(((event.clientY - top) / height) * placeUnits);
  const isOn = [x, y].every((one) => one >= 0 && one <= placeUnits);
  return isOn ? { x, y } : undefined;
}
