// What a pointer, or the keys, do on the page of a drawing.
import type { Drawing } from "../../../call/together/draw/drawing.ts";
import {
  mostPoints,
  pageHeight,
  pageWidth,
  type Stroke,
} from "../../../call/together/draw/stroke.ts";

export interface Tool {
  readonly erases: boolean;
  readonly colour: number;
  readonly width: number;
}

/** Of what the eraser takes away, in units of the page. */
const eraserRadius = 16;
/** A point nearer to the last one than this is none, in units of the page. */
const leastStep = 2;
/** How far one press of an arrow goes, and with Shift. */
const [step, longStep] = [10, 50];

export interface PenOptions {
  readonly drawing: Drawing;
  tool(): Tool;
  /** The stroke that is being made, or that it is not any more. */
  show(stroke: Stroke | undefined): void;
  /** Where the keys are. */
  place(x: number, y: number): void;
  /** There is no more room. */
  refused(): void;
}

export class Pen {
  readonly #options: PenOptions;
  #points: number[] = [];
  #isDown = false;
  #x = pageWidth / 2;
  #y = pageHeight / 2;

  constructor(options: PenOptions) {
    this.#options = options;
  }

  get isDown(): boolean {
    return this.#isDown;
  }

  /** In units of the page. */
  putDown(x: number, y: number): void {
    this.#isDown = true;
    this.#points = [];
    this.moveTo(x, y);
  }

  moveTo(x: number, y: number): void {
    this.#x = within(x, pageWidth);
    this.#y = within(y, pageHeight);
    if (!this.#isDown) return;
    if (this.#options.tool().erases) {
      this.#options.drawing.eraseAt(this.#x, this.#y, eraserRadius);
      return;
    }
    const [lastX = -leastStep, lastY = -leastStep] = this.#points.slice(-2);
    if (Math.hypot(this.#x - lastX, this.#y - lastY) < leastStep) return;
    this.#points.push(this.#x, this.#y);
    if (this.#points.length < 2 * mostPoints) this.#options.show(this.#stroke());
    else {
      // It goes on from here as another one.
      this.#finishStroke();
      this.#points = [this.#x, this.#y];
    }
  }

  liftUp(): void {
    if (!this.#isDown) return;
    this.#isDown = false;
    this.#finishStroke();
  }

  /** True if the key meant something: arrows move, Space puts the pen down or lifts it up. */
  pressKey({ key, shiftKey }: Pick<KeyboardEvent, "key" | "shiftKey">): boolean {
    const by = shiftKey ? longStep : step;
    const ways: Record<string, readonly [number, number]> = {
      ArrowLeft: [-by, 0],
      ArrowRight: [by, 0],
      ArrowUp: [0, -by],
      ArrowDown: [0, by],
    };
    const way = ways[key];
    if (way !== undefined) this.moveTo(this.#x + way[0], this.#y + way[1]);
    else if (key === " ") {
      if (this.#isDown) this.liftUp();
      else this.putDown(this.#x, this.#y);
    } else return false;
    this.#options.place(this.#x, this.#y);
    return true;
  }

  #stroke(): Stroke {
    const { colour, width } = this.#options.tool();
    return { colour, width, points: [...this.#points] };
  }

  #finishStroke(): void {
    if (this.#points.length > 0 && !this.#options.drawing.addStroke(this.#stroke()))
      this.#options.refused();
    this.#points = [];
    this.#options.show(undefined);
  }
}

function within(value: number, most: number): number {
  return Math.max(0, Math.min(most, Math.round(value)));
}
