// Recognising speech on the device itself, and nowhere else: where the browser has no model for the
// language on this device, there is none. It is never asked to use a service (Web Speech API,
// processLocally).

interface Result {
  readonly isFinal: boolean;
  readonly 0?: { readonly transcript: string };
}

interface Recognition extends EventTarget {
  lang: string;
  continuous: boolean;
  interimResults: boolean;
  processLocally: boolean;
  start(track: MediaStreamTrack): void;
  abort(): void;
}

interface RecognitionClass {
  new (): Recognition;
  readonly prototype: object;
  available?(options: { langs: string[]; processLocally: true }): Promise<string>;
}

type Window = { readonly SpeechRecognition?: RecognitionClass };

/** Only a class that can promise to stay on the device. */
function localClass(): RecognitionClass | undefined {
  const { SpeechRecognition: found } = globalThis as Window;
  if (found?.available === undefined || !("processLocally" in found.prototype)) return undefined;
  return found;
}

/** The language's model is on this device already: nothing is loaded for it. */
export async function canRecognise(language: string): Promise<boolean> {
  try {
    const options = { langs: [language], processLocally: true as const };
    return (await localClass()?.available?.(options)) === "available";
  } catch {
    return false;
  }
}

/** How long to wait before it is begun anew after an end, in ms. */
const pauseMs = 500;

/**
 * Calls `show` with what is said into a track; what is `partial` still changes. Browsers end it
 * after a silence, and then it begins anew. Returns what stops it.
 */
export function recognise(
  track: MediaStreamTrack,
  language: string,
  show: (text: string, partial: boolean) => void,
): () => void {
  const found = localClass();
  if (found === undefined) return () => {};
  let stopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const recognition = new found();
  recognition.lang = language;
  recognition.continuous = recognition.interimResults = true;
  recognition.processLocally = true;
  const begin = () => {
    if (stopped || track.readyState !== "live") return;
    try {
      recognition.start(track);
    } catch {
      // It has begun already, or cannot: then there are no captions.
    }
  };
  recognition.addEventListener("result", (event) => {
    const { resultIndex, results } = event as unknown as {
      readonly resultIndex: number;
      readonly results: ArrayLike<Result>;
    };
    for (const result of Array.from(results).slice(resultIndex)) {
      const text = result[0]?.transcript.trim();
      if (text) show(text, !result.isFinal);
    }
  });
  recognition.addEventListener("end", () => {
    timer = setTimeout(begin, pauseMs);
  });
  begin();
  return () => {
    stopped = true;
    clearTimeout(timer);
    recognition.abort();
  };
}
