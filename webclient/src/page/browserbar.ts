// During a call the browser's own bar on a phone takes the colour of the stage, and so does what shows
// around the page when it is pulled.

/** Colours them until the function that it returns is called. */
export function colourBrowserBar(): () => void {
  const page = document.documentElement;
  const stage = getComputedStyle(page).getPropertyValue("--stage").trim();
  const metas = [...document.querySelectorAll<HTMLMetaElement>("meta[name=theme-color]")];
  const before = metas.map((meta) => meta.content);
  for (const meta of metas) meta.content = stage;
  page.style.backgroundColor = stage;
  return () => {
    for (const [i, meta] of metas.entries()) meta.content = before[i] ?? "";
    page.style.backgroundColor = "";
  };
}
