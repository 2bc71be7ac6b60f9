// Words for who shows which page.
import type { CallModel } from "../../../call/model.ts";
import type { SlidesPart } from "../../../call/together/slides/slides.ts";
import { t } from "../../i18n/index.ts";

export interface SlidesProps {
  readonly model: CallModel;
  readonly part: SlidesPart;
}

export function presenterOf({ peers }: CallModel, part: SlidesPart): string {
  const sid = part.state.value?.presenter;
  return peers.value.find((one) => one.sid === sid)?.name || part.presenterName || t("app.someone");
}

export function pageWords(model: CallModel, part: SlidesPart): string | undefined {
  const state = part.state.value;
  if (state === undefined) return undefined;
  const { page, pages, presenter, isLeft } = state;
  if (isLeft) return t("slides.page.left", { page, pages });
  if (presenter === undefined) return t("slides.page.own", { page, pages });
  return t("slides.page", { page, pages, name: presenterOf(model, part) });
}
