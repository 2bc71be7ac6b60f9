// A picture in place of a camera: somebody before a window, painted on a canvas.
const people = [
  { wall: "#c9c2b4", light: "#f3e9d2", coat: "#2f4858", skin: "#d9a782", hair: "#3a2a22" },
  { wall: "#7d8a8c", light: "#dfe7e4", coat: "#a4573f", skin: "#8d5b3f", hair: "#16110f" },
  { wall: "#b59f8a", light: "#ffe9c7", coat: "#4b5d3a", skin: "#eac4a6", hair: "#8a5a2b" },
  { wall: "#5f6b7a", light: "#cdd7e6", coat: "#d8d2c6", skin: "#c68f6b", hair: "#2b2b2b" },
  { wall: "#a8b4a1", light: "#eef3e2", coat: "#5b3e63", skin: "#f0d0b6", hair: "#b98a4a" },
];

/** A live video stream, 1280 by 720, or upright as from a phone. */
export function scene(index: number, upright = false): MediaStream {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = upright ? [720, 1280] : [1280, 720];
  paint(canvas, index);
  const stream = canvas.captureStream(5);
  // A stream without new frames is black in a new <video>.
  setInterval(() => paint(canvas, index), 100);
  return stream;
}

/** The same as a picture that stands still. */
export function pagePicture(index: number): HTMLCanvasElement {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1920, height: 1080 });
  write(canvas, index);
  return canvas;
}

/** A slide in place of a screen: a heading, lines of text and a figure, 1920 by 1080. */
export function page(index: number): MediaStream {
  const canvas = Object.assign(document.createElement("canvas"), { width: 1920, height: 1080 });
  const stream = canvas.captureStream(5);
  setInterval(() => write(canvas, index), 100);
  return stream;
}

function write(canvas: HTMLCanvasElement, index: number): void {
  const brush = canvas.getContext("2d");
  if (!brush) return;
  const { width, height } = canvas;
  brush.fillStyle = "#ffffff";
  brush.fillRect(0, 0, width, height);
  brush.fillStyle = "#1b2a3a";
  brush.font = "600 84px sans-serif";
  brush.fillText(index === 0 ? "Second round of drafts" : "Time and cost", 120, 190);
  brush.font = "44px sans-serif";
  for (let line = 0; line < 6; line++)
    brush.fillText(
      `${line + 1}. What we have agreed on so far, and what is open`,
      120,
      330 + line * 96,
    );
  brush.fillStyle = people[index]?.coat ?? "#2f4858";
  for (let bar = 0; bar < 5; bar++) {
    const tall = 120 + ((bar * 137) % 300);
    brush.fillRect(1320 + bar * 96, 900 - tall, 64, tall);
  }
}

function paint(canvas: HTMLCanvasElement, index: number): void {
  const brush = canvas.getContext("2d");
  const person = people[index % people.length];
  if (!brush || !person) return;
  const { width, height } = canvas;
  brush.fillStyle = person.wall;
  brush.fillRect(0, 0, width, height);
  brush.fillStyle = person.light;
  brush.fillRect(width * 0.06, height * 0.08, width * 0.24, height * 0.5);
  const size = Math.min(width, height);
  const head = { x: width * 0.53, y: height * 0.42, r: size * 0.17 };
  disc(brush, person.coat, head.x, head.y + size * 0.56, size * 0.36, size * 0.38);
  disc(brush, person.hair, head.x, head.y - head.r * 0.18, head.r * 1.12, head.r * 1.25);
  disc(brush, person.skin, head.x, head.y + head.r * 0.12, head.r * 0.92, head.r * 1.12);
}

function disc(
  brush: CanvasRenderingContext2D,
  colour: string,
  x: number,
  y: number,
  rx: number,
  ry: number,
): void {
  brush.fillStyle = colour;
  brush.beginPath();
  brush.ellipse(x, y, rx, ry, 0, 0, 2 * Math.PI);
  brush.fill();
}
