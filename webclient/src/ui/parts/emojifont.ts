// Some computers have no font with emoji and would show empty boxes.

let known: boolean | undefined;

/** Whether this device draws emoji in colour. If nothing can be found out, it is taken to. */
export function drawsEmoji(): boolean {
  known ??= tryOne();
  return known;
}

function tryOne(): boolean {
  const side = 24;
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  if (!brush) return true;
  const family =
    getComputedStyle(document.documentElement).getPropertyValue("--emoji") || "sans-serif";
  brush.font = `${side * 0.75}px ${family}`;
  brush.textBaseline = "top";
  brush.fillText("🐸", 0, 0);
  const { data } = brush.getImageData(0, 0, side, side);
  // A frog is green; a box and a drawing in ink are not.
  return data.some((red, i) => i % 4 === 0 && (data[i + 1] ?? 0) > red + 24);
}
