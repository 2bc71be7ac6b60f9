/** What goes wrong with devices and browsers and cannot be had here: planted in the page. */
import type { Page } from "puppeteer-core";

export interface Refusal {
  /** Of the error that getUserMedia rejects with. */
  name: string;
  message?: string;
  /** What the browser says of the site's permissions; "unknown" if it knows no such question. */
  state: PermissionState | "unknown";
}

/** For every page opened from now on: its question for devices ends like this. */
export async function refuseDevices(page: Page, refusal: Refusal): Promise<void> {
  await page.evaluateOnNewDocument(({ name, message, state }: Refusal) => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return; // about:blank
    const asked = Object.assign(window, { questions: 0 });
    mediaDevices.getUserMedia = () => {
      asked.questions++;
      return Promise.reject(new DOMException(message, name));
    };
    navigator.permissions.query = (async () => {
      if (state === "unknown") throw new TypeError("no such permission");
      return { state };
    }) as unknown as Permissions["query"];
  }, refusal);
}

/** For every page opened from now on: no sound before somebody presses something in the call. */
export async function refuseSound(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    let pressed = false;
    addEventListener(
      "click",
      ({ target }) => {
        pressed ||= (target as Element).closest("[data-test=play-sound]") !== null;
      },
      true,
    );
    const { play } = HTMLAudioElement.prototype;
    HTMLAudioElement.prototype.play = async function (this: HTMLAudioElement) {
      if (!pressed) throw new DOMException("not before a press", "NotAllowedError");
      await play.call(this);
    };
    Object.defineProperty(HTMLAudioElement.prototype, "autoplay", { set() {} });
  });
}

/** How often the page has asked the browser for devices. */
export async function questions(page: Page): Promise<number> {
  return page.evaluate(() => (window as unknown as { questions: number }).questions);
}

/** For every page opened from now on: the browser lacks what these names lead to. */
export async function takeFromPage(page: Page, ...names: string[]): Promise<void> {
  await page.evaluateOnNewDocument((all: string[]) => {
    for (const name of all) {
      const holder = name.startsWith("navigator.") ? Navigator.prototype : globalThis;
      const key = name.replace("navigator.", "");
      Object.defineProperty(holder, key, { configurable: true, value: undefined });
    }
  }, names);
}

/** For every page opened from now on: the clock is so many minutes fast. */
export async function setClockFast(page: Page, minutes: number): Promise<void> {
  await page.evaluateOnNewDocument((minutes: number) => {
    const now = Date.now;
    Date.now = () => now() + minutes * 60_000;
  }, minutes);
}

/**
 * For every page opened from now on: the microphone delivers a tone, or nothing, whatever there is.
 * `window.tone(loud)` changes that.
 */
export async function plantMicrophone(page: Page, loud: boolean): Promise<void> {
  await page.evaluateOnNewDocument((loud: boolean) => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return;
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (constraints) => {
      const stream = await ask(constraints);
      for (const track of stream.getAudioTracks()) {
        stream.removeTrack(track);
        track.stop();
        const context = new AudioContext();
        const [tone, volume] = [context.createOscillator(), context.createGain()];
        const out = context.createMediaStreamDestination();
        volume.gain.value = loud ? 0.5 : 0; // before it can be heard
        tone.connect(volume).connect(out);
        tone.start();
        Object.assign(window, {
          tone: (loud: boolean) => {
            volume.gain.value = loud ? 0.5 : 0;
          },
        });
        for (const made of out.stream.getAudioTracks()) stream.addTrack(made);
      }
      return stream;
    };
  }, loud);
}

export async function makeTone(page: Page, loud: boolean): Promise<void> {
  await page.evaluate(
    (loud) => (window as unknown as { tone(loud: boolean): void }).tone(loud),
    loud,
  );
}

/** For every page opened from now on: notes who listens to tracks, for holdPicture. */
export async function plantListeners(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const heard: [track: EventTarget, type: string, listener: () => void][] = [];
    Object.assign(window, { heard });
    const add = MediaStreamTrack.prototype.addEventListener;
    MediaStreamTrack.prototype.addEventListener = function (
      this: MediaStreamTrack,
      ...[type, listener, options]: Parameters<typeof add>
    ) {
      if (typeof listener === "function") heard.push([this, type, listener as () => void]);
      add.call(this, type, listener, options);
    } as typeof add;
  });
}

/**
 * The system holds the camera's picture back, as an iPhone does while the page is in the
 * background, or gives it back. Firefox lets no page dispatch an event to a track, and so the
 * listeners are called.
 */
export async function holdPicture(page: Page, held: boolean, hidden: boolean): Promise<void> {
  await page.evaluate(
    (held, hidden) => {
      Object.defineProperty(document, "hidden", { configurable: true, value: hidden });
      document.dispatchEvent(new Event("visibilitychange"));
      const { heard } = window as unknown as {
        heard: [track: MediaStreamTrack, type: string, listener: () => void][];
      };
      for (const [track, type, listener] of heard) {
        if (track.kind !== "video" || type !== (held ? "mute" : "unmute")) continue;
        Object.defineProperty(track, "muted", { configurable: true, value: held });
        listener();
      }
    },
    held,
    hidden,
  );
}

/** DTLS is over, which no other way mends. */
export const failForGood = (page: Page): Promise<void> =>
  page.evaluate(() => {
    const connection = window.spy.connections.at(-1);
    if (connection === undefined) throw new Error("no connection");
    const failed = { value: "failed", configurable: true };
    Object.defineProperty(connection, "connectionState", failed);
    if (connection.sctp?.transport)
      Object.defineProperty(connection.sctp.transport, "state", failed);
    connection.dispatchEvent(new Event("connectionstatechange"));
  });
