// Every state of taking part beside talking: hands, reactions, what a host asks for, captions and
// the chat's answers.
import type { ComponentChild } from "preact";
import type { ChatLine } from "../../src/call/model.ts";
import { changeSettings } from "../../src/page/callsettings.ts";
import { captions } from "../../src/ui/call/captionswitches.ts";
import { CallStage } from "../../src/ui/call/stage.tsx";
import { someMedia, someModel } from "../../src/ui/testing/values.ts";
import { scene } from "./scene.ts";
import { link, others, own } from "./values.ts";

function call(values: Parameters<typeof someModel>[0], media = own()) {
  const model = someModel({ phase: "joined", role: "host", hostName: "Ms Weber", ...values });
  return <CallStage model={model} media={media} name="Ms Weber" invitation={link} />;
}

/** What is asked for is shown until it is done. */
const muted = () => someMedia({ camera: true, stream: scene(4) });

const [anna, ben] = others(2);
const [annaSid, benSid] = [anna?.sid ?? "", ben?.sid ?? ""];
const names = { anna: anna?.name ?? "", ben: ben?.name ?? "" };
const at = new Date(2026, 2, 5, 14, 2);

const answers: readonly ChatLine[] = [
  { id: 0, sid: annaSid, name: names.anna, text: "Where do we meet?", at, key: "a" },
  { id: 1, name: "", text: "In the garden.", at, key: "b", reply: "a" },
  { id: 2, sid: benSid, name: names.ben, text: "Good, I will bring it.", at, key: "c", reply: "b" },
];
const told = {
  by: names.anna,
  lines: [
    { name: names.ben, text: "Good morning", at },
    { name: names.anna, text: "Has everybody got the drawings?", at },
  ],
};

export const participation: Record<string, () => ComponentChild> = {
  "call-hands": () =>
    call({
      peers: others(2),
      raised: true,
      hands: [
        { sid: benSid, name: names.ben },
        { name: "Ms Weber" },
        { sid: annaSid, name: names.anna },
      ],
      reactions: [{ id: 1, sid: annaSid, name: names.anna, reaction: "thanks" }],
    }),
  "call-reactions": () => call({ peers: others(1) }),
  "call-hosting-asked": () => call({ role: "guest", peers: others(1), asked: "Ms Weber" }),
  "call-hosting-step": () =>
    call({ peers: others(1), handover: { sid: annaSid, name: names.anna, step: "asked" } }),
  "call-hosting-declined": () =>
    call({ peers: others(1), handover: { sid: annaSid, name: names.anna, step: "declined" } }),
  "call-hosting-us": () => call({ peers: others(1), moved: { to: "us", name: "Ms Weber" } }),
  "call-hosting-from-us": () =>
    call({ role: "guest", peers: others(1), moved: { to: "from-us", name: names.anna } }),
  "call-hosting-question": () => call({ peers: others(1) }),
  "call-request-unmute": () =>
    call({ role: "guest", peers: others(1), request: "unmute" }, muted()),
  "call-request-mute": () => call({ role: "guest", peers: others(1), request: "mute" }, muted()),
  "call-captions": () => {
    captions.shown.value = captions.written.value = true;
    changeSettings({ captionSize: "normal" });
    return call({
      peers: others(1),
      captions: [
        { id: 1, sid: annaSid, name: names.anna, text: "Good morning, everybody.", partial: false },
        { id: 2, sid: annaSid, name: names.anna, text: "Shall we begin with", partial: true },
      ],
    });
  },
  "call-captions-choice": () => call({ peers: others(1) }),
  "call-chat-answers": () => call({ peers: others(2), chat: answers, told }),
};

export const participationPresses: Record<string, readonly string[]> = {
  "call-reactions": ["reactions"],
  "call-captions-choice": ["captions"],
  "call-chat-answers": ["chat-open", "chat-reply"],
};
