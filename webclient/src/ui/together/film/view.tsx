// A film that the presenter plays for everybody.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import type { LocalScreen } from "../../../call/model.ts";
import type { FilmPart } from "../../../call/together/film/film.ts";
import * as de from "../../i18n/film.de.ts";
import * as en from "../../i18n/film.en.ts";
import { t } from "../../i18n/index.ts";
import { Button } from "../../parts/button.tsx";
import type { PartProps } from "../entries.ts";
import { addWords } from "../words.ts";
import {
  canShow,
  closeFilm,
  type Film,
  film,
  isPlaying,
  isUnreadable,
  openFilm,
  place,
  showFilm,
} from "./projector.ts";
import "./film.css";

addWords({ en: en.film, de: de.film });

export function Panel({ model, media }: PartProps<FilmPart>) {
  if (model.kind !== "video" || media === undefined)
    return <p data-test="film-unable">{t("film.video-only")}</p>;
  if (!canShow()) return <p data-test="film-unable">{t("film.unsupported")}</p>;
  const chosen = film.value;
  return (
    <>
      {chosen === undefined && <p class="quiet">{t("film.lead")}</p>}
      {isUnreadable.value && (
        <p role="alert" data-test="film-unreadable">
          {t("film.unreadable")}
        </p>
      )}
      {chosen && <Projector chosen={chosen} screen={media.screen} />}
      <FilmChoice screen={media.screen} />
    </>
  );
}

function FilmChoice({ screen }: { screen: LocalScreen }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <div class="row">
      <input
        ref={input}
        type="file"
        hidden
        accept="video/*"
        data-test="film-file"
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (screen.shared.peek()?.surface === "film") screen.stop();
          if (file !== undefined) openFilm(file);
          currentTarget.value = "";
        }}
      />
      <Button data-test="film-choose" onClick={() => input.current?.click()}>
        {t(film.value === undefined ? "film.choose" : "film.change")}
      </Button>
    </div>
  );
}

function Projector({ chosen, screen }: { chosen: Film; screen: LocalScreen }) {
  const stand = useRef<HTMLDivElement>(null);
  const isShown = screen.shared.value?.surface === "film";
  const { element, name } = chosen;
  const { at, all } = place.value;
  useLayoutEffect(() => {
    stand.current?.append(element);
  }, [element]);
  const pause = () => (element.paused ? void element.play() : element.pause());
  return (
    <section class="film-projector" aria-label={t("film.yours", { name })}>
      <h3>{t("film.yours", { name })}</h3>
      <div class="film-stand" ref={stand} />
      <p class="quiet" role="status" data-test="film-shown" data-shown={isShown}>
        {t(isShown ? "film.shown" : "film.hidden")}
      </p>
      <input
        type="range"
        data-test="film-place"
        aria-label={t("film.at")}
        aria-valuetext={t("film.time", { at: clockTime(at), all: clockTime(all) })}
        min={0}
        max={Math.max(1, Math.floor(all))}
        step={1}
        value={Math.floor(at)}
        onInput={({ currentTarget }) => {
          element.currentTime = Number(currentTarget.value);
        }}
      />
      <p class="film-time">{t("film.time", { at: clockTime(at), all: clockTime(all) })}</p>
      <div class="row">
        <Button data-test="film-play" onClick={pause}>
          {t(isPlaying.value ? "film.pause" : "film.play")}
        </Button>
        <Button
          kind={isShown ? "plain" : "primary"}
          data-test="film-show"
          onClick={() => (isShown ? screen.stop() : showFilm(screen))}
        >
          {t(isShown ? "film.stop" : "film.show")}
        </Button>
      </div>
    </section>
  );
}

/** "1:05", "1:00:05". */
function clockTime(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const rest = `${whole % 60}`.padStart(2, "0");
  return hours > 0 ? `${hours}:${`${minutes}`.padStart(2, "0")}:${rest}` : `${minutes}:${rest}`;
}

/**
 * Draws nothing: a film ends with the call, and stands still once it is no longer shown; one that
 * cannot be read any more is not shown either.
 */
export function Notice({ media, part }: PartProps<FilmPart>): null {
  const isShown = media?.screen.shared.value?.surface === "film";
  const was = useRef(false);
  useEffect(() => {
    if (was.current && !isShown) film.peek()?.element.pause();
    was.current = isShown;
  }, [isShown]);
  const isGone = film.value === undefined;
  useEffect(() => {
    if (isShown && isGone) media?.screen.stop();
  }, [isShown, isGone]);
  const isOver = part.over.value;
  useEffect(() => {
    if (isOver) closeFilm();
  }, [isOver]);
  useEffect(() => closeFilm, []);
  return null;
}
