// How the states are looked at: sizes of screen, light and dark, languages, sizes of text.
import type { Viewport } from "puppeteer-core";

export interface View {
  readonly width: number;
  readonly height: number;
  /** A finger, not a mouse. */
  readonly touch: boolean;
  readonly scheme: "light" | "dark";
  readonly language: "en" | "de";
  /** In percent, as chosen in the browser. */
  readonly text: 100 | 150 | 200;
}

type Screen = Pick<View, "width" | "height" | "touch">;

export const phone: Screen = { width: 360, height: 740, touch: true };
export const sideways: Screen = { width: 740, height: 360, touch: true };
const tablet: Screen = { width: 820, height: 1180, touch: true };
export const desktop: Screen = { width: 1280, height: 800, touch: false };
const large: Screen = { width: 1920, height: 1080, touch: false };
/** The narrowest that WCAG 2.2 asks for (1.4.10), and a desktop of 1280 by 1024 zoomed to 400 %. */
const narrow: Screen = { width: 320, height: 640, touch: true };
export const zoomed: Screen = { width: 320, height: 256, touch: false };

const schemes = ["light", "dark"] as const;
const languages = ["en", "de"] as const;

const lookAt = (
  screens: readonly Screen[],
  text: View["text"],
  colours: readonly View["scheme"][],
) =>
  languages.flatMap((language) =>
    screens.flatMap((screen) =>
      colours.map((scheme): View => ({ ...screen, scheme, language, text })),
    ),
  );

/** Views of the same language and pointer stand together: between them the page is not loaded anew. */
export const allViews: readonly View[] = inOrder([
  ...lookAt([phone, sideways, tablet, desktop, large], 100, schemes),
  ...lookAt([phone, sideways], 200, schemes),
  ...lookAt([phone, desktop], 150, ["light"]),
  ...lookAt([desktop], 200, ["light"]),
  ...lookAt([narrow, zoomed], 100, ["light"]),
]);

/** For a quick look while working. */
export const quickViews: readonly View[] = lookAt([phone, desktop], 100, schemes).filter(
  ({ language }) => language === "en",
);

/** Where the gallery goes through each state with the Tab key. */
const walked = [...lookAt([phone], 200, ["light"]), ...lookAt([phone, desktop], 100, ["light"])];
const walkedNames = walked.filter(({ language }) => language === "de").map(viewName);
export const isWalked = (view: View) => walkedNames.includes(viewName(view));
/** Where it presses all that can be pressed. */
export const isPressed = (view: View) => viewName(view) === "360x740-light-en";

function inOrder(views: readonly View[]): View[] {
  const place = ({ language, touch }: View) => `${language} ${touch}`;
  return [...views].sort((a, b) => place(a).localeCompare(place(b)));
}

export function viewName({ width, height, scheme, language, text }: View): string {
  return `${width}x${height}-${scheme}-${language}${text === 100 ? "" : `-text${text}`}`;
}

export function viewport({ width, height, touch }: View): Viewport {
  return { width, height, hasTouch: touch, isMobile: touch };
}
