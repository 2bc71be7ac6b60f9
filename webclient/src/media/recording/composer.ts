// One picture of many: everybody who may be seen, with their names, and what is shared.
import { arrangeFrame, type Box, fitInto } from "./arrange.ts";

const size = { x: 0, y: 0, width: 1280, height: 720 } as const;
const framesPerSecond = 15;
const colours = {
  ground: "#16181d",
  tile: "#262a33",
  text: "#ffffff",
  plate: "#000000b0",
} as const;

export interface Seen {
  readonly name: string;
  readonly video: MediaStreamTrack | undefined;
  readonly screen: MediaStreamTrack | undefined;
}

export class Composer {
  readonly #canvas = document.createElement("canvas");
  readonly #context: CanvasRenderingContext2D;
  readonly #stream: MediaStream;
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #players = new Map<MediaStreamTrack, HTMLVideoElement>();
  #seen: readonly Seen[] = [];

  constructor() {
    this.#canvas.width = size.width;
    this.#canvas.height = size.height;
    const context = this.#canvas.getContext("2d", { alpha: false });
    if (context === null) throw new Error("unsupported");
    this.#context = context;
    this.#stream = this.#canvas.captureStream(framesPerSecond);
    this.#timer = setInterval(() => this.#drawFrame(), 1000 / framesPerSecond);
  }

  get track(): MediaStreamTrack | undefined {
    return this.#stream.getVideoTracks()[0];
  }

  /** From now on these are seen, and no others. */
  update(seen: readonly Seen[]): void {
    this.#seen = seen;
    const tracks = new Set(seen.flatMap(({ video, screen }) => [video, screen]));
    for (const [track, player] of this.#players) {
      if (tracks.has(track)) continue;
      player.srcObject = null;
      this.#players.delete(track);
    }
    for (const track of tracks) if (track !== undefined) this.#playTrack(track);
    this.#drawFrame();
  }

  closeAll(): void {
    clearInterval(this.#timer);
    this.update([]);
    for (const track of this.#stream.getTracks()) track.stop();
  }

  #playTrack(track: MediaStreamTrack): void {
    if (this.#players.has(track)) return;
    const player = document.createElement("video");
    player.muted = true;
    player.playsInline = true;
    player.srcObject = new MediaStream([track]);
    player.play().catch(() => {}); // it is let go of meanwhile
    this.#players.set(track, player);
  }

  #drawFrame(): void {
    const context = this.#context;
    context.fillStyle = colours.ground;
    context.fillRect(size.x, size.y, size.width, size.height);
    const shared = this.#seen.flatMap(({ screen }) => (screen === undefined ? [] : [screen]));
    const boxes = arrangeFrame(this.#seen.length, shared.length, size);
    for (const [place, screen] of shared.entries()) this.#drawPicture(screen, boxes.screens[place]);
    for (const [place, { name, video }] of this.#seen.entries()) {
      const box = boxes.people[place];
      if (box === undefined) continue;
      context.fillStyle = colours.tile;
      context.fillRect(box.x, box.y, box.width, box.height);
      const isDrawn = video !== undefined && this.#drawPicture(video, box);
      this.#drawName(name, box, isDrawn);
    }
  }

  #drawPicture(track: MediaStreamTrack, box: Box | undefined): boolean {
    const player = this.#players.get(track);
    if (player === undefined || box === undefined || track.muted || player.readyState < 2)
      return false;
    const at = fitInto(box, player.videoWidth || 16, player.videoHeight || 9);
    this.#context.drawImage(player, at.x, at.y, at.width, at.height);
    return true;
  }

  #drawName(name: string, box: Box, isDrawn: boolean): void {
    const context = this.#context;
    const height = Math.max(14, Math.min(28, box.height / 8));
    context.font = `${height}px system-ui, sans-serif`;
    context.textBaseline = "middle";
    const width = Math.min(context.measureText(name).width, box.width - 24);
    const x = isDrawn ? box.x + 12 : box.x + (box.width - width) / 2;
    const y = isDrawn ? box.y + box.height - height : box.y + box.height / 2;
    if (isDrawn) {
      context.fillStyle = colours.plate;
      context.fillRect(x - 8, y - height * 0.8, width + 16, height * 1.6);
    }
    context.fillStyle = colours.text;
    context.fillText(name, x, y, box.width - 24);
  }
}
