/** Shared screens as the browsers count them. */
import { handle, type Person } from "./person.ts";
import { until } from "./until.ts";

/** Shares a screen, as "text" or "video". Chromium shares a made-up one, and asks nobody. */
export async function shareScreen(person: Person, mode: "text" | "video" = "text"): Promise<void> {
  await person.press("share");
  await person.press(`share-${mode}`);
  await person.see("share-bar");
}

/** Counts from now on how often a connection of this page is negotiated. */
export async function countNegotiations(person: Person): Promise<() => Promise<number>> {
  await person.page.evaluate(() => {
    const counted = window as unknown as { negotiations: number };
    counted.negotiations = 0;
    for (const connection of window.spy.connections)
      connection.addEventListener("signalingstatechange", () => counted.negotiations++);
  });
  return async () =>
    await person.page.evaluate(() => (window as unknown as { negotiations: number }).negotiations);
}

/** Frames of shared screens that this page has decoded, of each of its connections. */
export async function screenFrames(person: Person): Promise<number[]> {
  return await person.page.evaluate(async () => {
    const all = window.spy.connections.filter(
      ({ connectionState }) => connectionState !== "closed",
    );
    return await Promise.all(
      all.map(async (connection) => {
        // The third line: by its place, as the client finds it.
        const receiver = connection.getTransceivers()[2]?.receiver;
        for (const entry of (await receiver?.getStats())?.values() ?? [])
          if (entry.type === "inbound-rtp") return Number(entry.framesDecoded ?? 0);
        return 0;
      }),
    );
  });
}

/** Pictures of this many shared screens arrive. */
export async function screensArrive(person: Person, count = 1): Promise<void> {
  let first: number[] | undefined;
  let now: number[] = [];
  await until(`pictures of ${count} screens at ${person.name}`, async () => {
    now = await screenFrames(person);
    first ??= now;
    return now.filter((frames, i) => frames >= (first?.[i] ?? 0) + 3).length >= count;
  }).catch((error) => {
    throw new Error(`${error.message}; from ${first} to ${now}`);
  });
}

/** So many screens are shown. */
export async function seesScreens(person: Person, count: number): Promise<void> {
  await until(
    `${count} screens before ${person.name}`,
    async () => (await person.page.$$(handle("share-tile"))).length === count,
  );
}

/**
 * A screen for a Firefox, which without a display captures none: what the page gets is drawn, and
 * is sent like any other. Or a tab with sound, which no browser captures here. Before the first
 * page.
 */
export async function giveScreen(person: Person, { sound = false } = {}): Promise<void> {
  await person.page.evaluateOnNewDocument((sound) => {
    if (navigator.mediaDevices === undefined) return; // the empty page before the first
    navigator.mediaDevices.getDisplayMedia = async () => {
      const canvas = Object.assign(document.createElement("canvas"), { width: 1280, height: 720 });
      const paper = canvas.getContext("2d");
      let page = 0;
      setInterval(() => {
        if (paper === null) return;
        paper.fillStyle = page++ % 2 === 0 ? "white" : "silver";
        paper.fillRect(0, 0, 1280, 720);
      }, 100);
      const stream = canvas.captureStream(10);
      if (!sound) return stream;
      const context = new AudioContext();
      const [tone, out] = [context.createOscillator(), context.createMediaStreamDestination()];
      tone.connect(out);
      tone.start();
      for (const track of out.stream.getTracks()) stream.addTrack(track);
      return stream;
    };
  }, sound);
}
