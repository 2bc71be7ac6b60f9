/** Somebody whose microphone is a tone and whose camera is one colour: easily known again. */
import type { Page } from "puppeteer-core";

export interface Part {
  /** Of a tone that lasts; none: silence. */
  hz?: number;
  colour: string;
  /** Once a second the picture is of this colour instead, and this frequency is heard as well, for 0.2 s. */
  clap?: { hz: number; colour: string };
}

/** For all pages that are opened from now on. */
export async function plantActor(page: Page, part: Part): Promise<void> {
  await page.evaluateOnNewDocument(({ hz, colour, clap }: Part) => {
    const { mediaDevices } = navigator;
    if (mediaDevices === undefined) return; // about:blank
    const ask = mediaDevices.getUserMedia.bind(mediaDevices);
    mediaDevices.getUserMedia = async (wanted = {}) => {
      const stream = await ask(wanted);
      const tracks: MediaStreamTrack[] = [];
      const sound = new AudioContext();
      await sound.resume();
      /** One that is put in the place of another, and ends with it. */
      const put = (own: MediaStreamTrack | undefined, other: MediaStreamTrack | undefined) => {
        if (own === undefined || other === undefined) return;
        const { stop } = own;
        own.stop = () => {
          stop.call(own);
          other.stop();
        };
        tracks.push(own);
      };
      const out = sound.createMediaStreamDestination();
      const tone = (frequency: number, level: number) => {
        const source = new OscillatorNode(sound, { frequency });
        const gain = new GainNode(sound, { gain: level });
        source.connect(gain).connect(out);
        source.start();
        return gain.gain;
      };
      if (hz !== undefined) tone(hz, 0.1);
      const beep = clap && tone(clap.hz, 0);
      const canvas = Object.assign(document.createElement("canvas"), { width: 320, height: 180 });
      const pen = canvas.getContext("2d");
      let turn = 0;
      let isClapping = false;
      const [length, pause, frameMs] = [0.2, 1, 33];
      setInterval(() => {
        if (pen === null) return;
        const is = clap !== undefined && performance.now() % (pause * 1000) < length * 1000;
        if (is !== isClapping) beep?.setValueAtTime(is ? 0.1 : 0, sound.currentTime);
        isClapping = is;
        pen.fillStyle = is && clap ? clap.colour : colour;
        pen.fillRect(0, 0, 320, 180);
        pen.fillStyle = turn++ % 2 ? "#000" : "#fff"; // a picture that moves
        pen.fillRect(0, 0, 4, 4);
      }, frameMs);
      put(out.stream.getAudioTracks()[0], stream.getAudioTracks()[0]);
      put(canvas.captureStream(30).getVideoTracks()[0], stream.getVideoTracks()[0]);
      return new MediaStream(tracks);
    };
  }, part);
}
