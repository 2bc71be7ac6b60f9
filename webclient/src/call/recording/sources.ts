// Whom a recording takes in at a moment, and what of them: nothing without their yes.
import type { Source } from "../../media/recording/engine.ts";
import type { Peer } from "../model.ts";
import { agrees, type Consent } from "./consent.ts";
import type { RecordContext } from "./context.ts";

type Media = Pick<Source, "audio" | "video" | "screen" | "screenAudio">;

export function sourcesOf(context: RecordContext, consent: Consent): Source[] {
  const { what = [] } = consent.request ?? {};
  const may = (part: "picture" | "screen") => what.includes(part);
  const sourceOf = (sid: string, name: string, media: Media): Source => {
    const withPicture = consent.answerOf(sid) === "yes";
    return {
      ...{ sid, name, audio: what.includes("sound") ? media.audio : undefined },
      video: withPicture && may("picture") ? media.video : undefined,
      screen: withPicture && may("screen") ? media.screen : undefined,
      screenAudio: withPicture && may("screen") ? media.screenAudio : undefined,
    };
  };
  const { audio, video, screen, screenAudio } = context.ownTracks();
  const own = {
    ...{ audio: audio ?? undefined, video: video ?? undefined },
    ...{ screen: screen ?? undefined, screenAudio: screenAudio ?? undefined },
  };
  const peers = context.peers
    .peek()
    .filter(({ sid, apart }) => !apart && agrees(consent.answerOf(sid)));
  return [
    sourceOf(context.sid, context.name(), own),
    ...peers.map((peer) => sourceOf(peer.sid, peer.name, mediaOf(peer))),
  ];
}

function mediaOf({ stream, screen, share }: Peer): Media {
  return {
    audio: stream.getAudioTracks()[0],
    video: stream.getVideoTracks()[0],
    screen: share === undefined ? undefined : screen.getVideoTracks()[0],
    screenAudio: share === undefined ? undefined : screen.getAudioTracks()[0],
  };
}
