// Shows and plays a MediaStream. Picture and sound have an element each: the picture stays muted
// and may always start by itself, the sound goes through a plain <audio>, where echo cancellation
// works.
import { useEffect, useRef, useState } from "preact/hooks";
import { chosenSpeaker, playOn } from "../../page/speakers.ts";
import { forget, playElement } from "./playback.ts";
import "./stream.css";

export function useStream<E extends HTMLMediaElement>(stream: MediaStream) {
  const element = useRef<E>(null);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const startPlaying = () => playElement(target);
    target.srcObject = stream;
    startPlaying();
    // A track that arrives later may find the element paused.
    stream.addEventListener("addtrack", startPlaying);
    return () => {
      stream.removeEventListener("addtrack", startPlaying);
      forget(target);
      target.srcObject = null;
    };
  }, [stream]);
  return element;
}

interface PictureProps {
  stream: MediaStream;
  /** One's own picture is shown as in a mirror. */
  mirrored?: boolean;
  /** Takes the element's place on the page but shows nothing. */
  hidden?: boolean;
}

export function StreamVideo({ stream, mirrored, hidden }: PictureProps) {
  const element = useStream<HTMLVideoElement>(stream);
  const [shape, setShape] = useState("wide");
  const measure = () => {
    const video = element.current;
    if (video?.videoWidth) setShape(video.videoHeight > video.videoWidth ? "tall" : "wide");
  };
  return (
    <video
      ref={element}
      class={`picture${mirrored ? " picture-mirrored" : ""}${hidden ? " picture-hidden" : ""}`}
      data-shape={shape}
      autoplay
      playsInline
      muted
      onLoadedMetadata={measure}
      onResize={measure}
    />
  );
}

export function StreamAudio({ stream }: { stream: MediaStream }) {
  const element = useStream<HTMLAudioElement>(stream);
  const speaker = chosenSpeaker.value;
  useEffect(() => {
    if (element.current) playOn(element.current, speaker);
  }, [speaker]);
  // biome-ignore lint/a11y/useMediaCaption: a live voice has no captions to offer.
  return <audio ref={element} autoplay />;
}
