// The call in a small window that stays in front of other programs, with the controls that matter:
// for who reads or shows something else meanwhile. Browsers without such windows have the pictures
// of tiles in front (parts/fullscreen.ts), or nothing.
import { type ReadonlySignal, signal } from "@preact/signals";
import { render } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { CallModel, LocalMedia } from "../../call/model.ts";
import type { View } from "../../page/callview.ts";
import { t } from "../i18n/index.ts";
import { furnishPage } from "../parts/apart.ts";
import { Avatar } from "../parts/avatar.tsx";
import { MediaButton } from "../parts/mediabutton.tsx";
import { smallPage } from "../parts/smallpage.ts";
import { StreamVideo } from "../parts/stream.tsx";
import type { Voices } from "./layout/usespeaker.ts";
import { LeaveButton } from "./toolbarbuttons.tsx";
import "./smallwindow.css";

/** Document Picture-in-Picture (WICG), which TypeScript does not know yet. */
interface Windows {
  requestWindow(size: { width: number; height: number }): Promise<Window>;
}

export interface SmallWindow {
  readonly open: ReadonlySignal<boolean>;
  /** Only after a press. */
  toggle(): void;
}

interface Props {
  model: CallModel;
  media: LocalMedia | undefined;
  view: View;
  voices: Voices;
  onLeave: () => void;
}

const windows = () =>
  (globalThis as { documentPictureInPicture?: Windows }).documentPictureInPicture;

/** Undefined where the browser has none. */
export function useSmallWindow(props: Props): SmallWindow | undefined {
  const newest = useRef(props);
  newest.current = props;
  const control = useRef<ReturnType<typeof makeWindow>>(undefined);
  control.current ??= makeWindow(() => newest.current);
  const { current } = control;
  useEffect(() => current.close, [current]);
  return windows() && props.model.kind !== "chat" ? current : undefined;
}

function makeWindow(props: () => Props) {
  const open = signal(false);
  let other: Window | undefined;
  let forget = () => {};
  const close = () => {
    const { body } = other?.document ?? {};
    if (body) render(null, body);
    other?.close();
    other = undefined;
    forget();
    open.value = false;
    smallPage.value = undefined;
  };
  const show = async () => {
    other = await windows()?.requestWindow({ width: 320, height: 300 });
    if (other === undefined) return;
    other.addEventListener("pagehide", close);
    const { body } = other.document;
    forget = furnishPage(other.document);
    const leave = () => {
      close();
      focus(); // a host is asked, in the page
      props().onLeave();
    };
    render(<SmallCall {...props()} onLeave={leave} />, body);
    open.value = true;
    smallPage.value = other.document;
  };
  return {
    open,
    close,
    toggle() {
      if (open.value) close();
      else show().catch(() => {}); // the browser would not
    },
  };
}

export function SmallCall({ model, media, view, voices, onLeave }: Props) {
  const peers = model.peers.value;
  const pinned = peers.filter(({ sid }) => view.pins.value.includes(sid)).at(-1);
  const peer = pinned ?? peers.find(({ sid }) => sid === voices.speaker.value) ?? peers[0];
  const seen = peer?.camera === true && model.kind === "video";
  return (
    <main class="small-call on-stage" data-test="small-call">
      <div class="small-call-picture" data-sid={peer?.sid}>
        {peer && seen && <StreamVideo key={peer.sid} stream={peer.stream} />}
        {peer && !seen && <Avatar name={peer.name} />}
        <p class="small-call-name">{peer ? peer.name : t("call.alone.again")}</p>
      </div>
      <div class="small-call-bar">
        {media && <MediaButton media={media} device="microphone" />}
        {media && model.kind === "video" && <MediaButton media={media} device="camera" />}
        <LeaveButton asks={model.role === "host"} onPress={onLeave} />
      </div>
    </main>
  );
}
