// Hands, reactions and the like, made of plain values.
import { signal } from "@preact/signals";
import type {
  CaptionLine,
  Hand,
  Participation,
  ShownReaction,
  ToldChat,
  Wish,
} from "../../call/participation/model.ts";

export interface ParticipationValues {
  hands?: readonly Hand[];
  raised?: boolean;
  reactions?: readonly ShownReaction[];
  request?: Wish;
  captions?: readonly CaptionLine[];
  told?: ToldChat;
}

export function someParticipation(values: ParticipationValues, calls: string[]) {
  return {
    hands: signal<readonly Hand[]>(values.hands ?? []),
    raised: signal(values.raised ?? false),
    reactions: signal<readonly ShownReaction[]>(values.reactions ?? []),
    request: signal<Wish | undefined>(values.request),
    captions: signal<readonly CaptionLine[]>(values.captions ?? []),
    told: signal<ToldChat | undefined>(values.told),
    raise: (up) => calls.push(up ? "raise hand" : "lower hand"),
    react: (reaction) => calls.push(`react ${reaction}`),
    ask: (wish, sid = "all") => calls.push(`ask ${wish} ${sid}`),
    dismissRequest: () => calls.push("dismiss request"),
    caption: (text, partial) => calls.push(`caption ${text}${partial ? " …" : ""}`),
  } satisfies Participation;
}
