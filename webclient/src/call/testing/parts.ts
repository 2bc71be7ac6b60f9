// The parts of a session without its socket: the real ones, and what they say to the server.
import { random, toBase64url } from "../../crypto/bytes.ts";
import { generateKey, type SigningKey } from "../../crypto/ed25519.ts";
import { newRoom } from "../../crypto/link.ts";
import type { ClientMessage, Member, SignedRoster } from "../../net/protocol.ts";
import { makeCertificate } from "../../peer/certificate.ts";
import { Admission } from "../admission/admission.ts";
import { AdmittedNames } from "../admission/admittednames.ts";
import { Greetings } from "../admission/greetings.ts";
import { HostAdmission } from "../admission/hostadmission.ts";
import { HostSeat } from "../admission/hostseat.ts";
import * as connecting from "../mesh/connecting.ts";
import { Members } from "../mesh/members.ts";
import type { MeshEvent } from "../mesh/mesh.ts";
import { signRoster } from "../mesh/roster.ts";
import type { Ending } from "../model.ts";
import { openRoomKeys, type RoomKeys } from "../roomkeys.ts";
import { Endings } from "../session/endings.ts";
import { Leaving } from "../session/leaving.ts";
import type { SessionParts } from "../session/parts.ts";
import { CallState } from "../state.ts";

export const newSid = (): string => toBase64url(random(8));

export interface TestSession extends SessionParts {
  readonly host: HostAdmission | undefined;
  readonly keys: RoomKeys & { readonly host?: { readonly key: SigningKey } };
  /** Of the room, whoever we are. */
  readonly hostKey: SigningKey;
  /** Our own, of this join. */
  readonly key: SigningKey;
  readonly toServer: ClientMessage[];
  readonly meshEvents: MeshEvent[];
  /** What the session was told: "joined", "closed", and how it is over. */
  readonly told: string[];
  /** By the host key, over these and ourselves; newer than the last that holds. */
  signRoster(others: readonly Member[], withUs?: boolean): Promise<SignedRoster>;
}

/** What the pairs of a chat have in common. Needs installPeerConnections(). */
export async function chatPairs() {
  const certificate = await makeCertificate();
  return { audio: false, video: false, certificate, build: undefined };
}

/** Welcomed by no server yet. Needs installPeerConnections(). */
export async function openSession(role: "host" | "guest"): Promise<TestSession> {
  const all = await openRoomKeys(await newRoom("chat"));
  if (all.host === undefined) throw new Error("a new room has a host");
  const { host: hostKeys, ...shared } = all;
  const keys: RoomKeys = role === "host" ? all : shared;
  const [key, pairs, state] = [await generateKey(), await chatPairs(), new CallState()];
  const toServer: ClientMessage[] = [];
  const meshEvents: MeshEvent[] = [];
  const told: string[] = [];
  const send = (message: ClientMessage) => toServer.push(message);
  const members = new Members(
    {
      ...{ keys, key, server: undefined },
      pairs,
      sendFrame: () => {},
      tracks: () => ({ audio: null, video: null }),
      relayOnly: () => false,
    },
    (event) => meshEvents.push(event),
  );
  members.mesh.takeConnecting(connecting);
  const host =
    role === "guest"
      ? undefined
      : new HostAdmission({
          ...{ ...hostKeys, room: all.room, before: undefined, namesBefore: undefined },
          ...{ locked: false, name: () => "Ms Weber", seats: () => 3 },
          roster: () => members.roster,
          names: () => names.word,
          publishNames: (word) => names.follow(word),
          propose: send,
          publish: async (roster) => {
            send(roster);
            members.follow(roster);
          },
        });
  const seat = new HostSeat(host);
  const names = new AdmittedNames({ keys, members, seat, state, onNames: () => {} });
  const over = (ending: Ending) => {
    told.push(ending);
    state.ending.value = ending;
    state.phase.value = "over";
  };
  const endings = new Endings({
    ...{ keys, key, members, state, send, over },
    close: () => told.push("closed"),
  });
  const admission = new Admission({
    ...{ members, seat, state, send },
    key: key.publicKey,
    isReplaced: () => endings.isReplaced,
    followRole: async () => {},
    onEvent: ({ kind }) => told.push(kind),
  });
  const leaving = new Leaving(members, seat, state, send);
  const introduction = {
    topic: () => "",
    name: () => (role === "host" ? "Ms Weber" : "Anna"),
    ticket: () => undefined,
    deviceState: () => ({ kind: "state", microphone: false, camera: false }) as const,
  };
  const greetings = new Greetings({ members, seat, names, state, introduction });
  return {
    ...{ keys, hostKey: hostKeys.key, key, state, members, seat, host, names, greetings },
    ...{ admission, leaving, endings, toServer, meshEvents, told },
    signRoster: (others, withUs = true) => {
      const us: Member = { sid: members.sid, key: key.publicKey, role };
      const all = withUs ? [...others, us] : others;
      return signRoster(hostKeys.key, keys.room, all, members.roster);
    },
  };
}

/** Somebody with a key of their own. */
export async function aMember(role: Member["role"]): Promise<Member> {
  return { sid: newSid(), key: (await generateKey()).publicKey, role };
}

/** A guest who has been let in beside the host, and whoever else. */
export async function joinAsGuest(
  session: TestSession,
  ...guests: readonly Member[]
): Promise<Member> {
  const host = await aMember("host");
  session.members.renewSid(newSid());
  session.members.meetHost(host.sid);
  session.members.hostKey = session.hostKey.publicKey; // as it has proved
  await session.admission.takeRoster(await session.signRoster([host, ...guests]));
  session.state.phase.value = "joined";
  return host;
}
