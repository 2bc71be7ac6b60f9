// During a call the browser's own bar on a phone takes the colour of the stage.

/** Colours the bar until the function that it returns is called. */
export function colourBrowserBar(): () => void {
  const stage = getComputedStyle(document.documentElement).getPropertyValue("--stage").trim();
  const metas = [...document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")];
  const before = metas.map((meta) => meta.content);
  for (const meta of metas) meta.content = stage;
  return () => {
    for (const [i, meta] of metas.entries()) meta.content = before[i] ?? "";
  };
}
