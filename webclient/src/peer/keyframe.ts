// A picture that begins anew: who lost some of it can show none before a whole one comes, and the
// browser's own request for one takes a second longer.

/** A connection begins with a whole picture anyway. */
const youngMs = 2000;
/** Each costs as much as a second of the picture. */
const pauseMs = 5000;

/** When a whole picture may be made again; `now` is in ms, from any beginning. */
export class KeyFramePace {
  #connectedAt: number | undefined;
  #madeAt = Number.NEGATIVE_INFINITY;

  noteConnected(now: number): void {
    this.#connectedAt ??= now;
  }

  take(now: number): boolean {
    const age = now - (this.#connectedAt ?? now);
    if (age < youngMs || now - this.#madeAt < pauseMs) return false;
    this.#madeAt = now;
    return true;
  }
}

/** Has the sender's next picture be a whole one. It may be left switched off if it rejects. */
export async function sendKeyFrame(sender: RTCRtpSender): Promise<void> {
  const parameters = sender.getParameters();
  let isKnown = false;
  const options = {
    // Read only by browsers that know it (webrtc-extensions, RTCSetParameterOptions).
    get encodingOptions() {
      isKnown = true;
      return parameters.encodings.map(() => ({ keyFrame: true }));
    },
  };
  await setParameters(sender, parameters, options);
  if (isKnown) return;
  // The others begin with one after a pause.
  for (const active of [false, true]) {
    const again = sender.getParameters();
    for (const encoding of again.encodings) encoding.active = active;
    await sender.setParameters(again);
  }
}

type SetParameters = (parameters: RTCRtpSendParameters, options: object) => Promise<void>;

function setParameters(
  sender: RTCRtpSender,
  parameters: RTCRtpSendParameters,
  options: object,
): Promise<void> {
  return (sender.setParameters as SetParameters).call(sender, parameters, options);
}
