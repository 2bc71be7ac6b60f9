import { beforeEach, expect, it, vi } from "vitest";
import { eventually } from "../crypto/testing/eventually.ts";
import type { FileProgress } from "../peer/filerules.ts";
import { FileExchange } from "../peer/files.ts";
import { Files } from "./files.ts";
import type { Mesh } from "./mesh/mesh.ts";
import type { Peer } from "./model.ts";
import { CallState } from "./state.ts";

let state: CallState;
let files: Files;
let exchanges: Map<string, FileExchange>;
let said: [string, string][];

beforeEach(() => {
  state = new CallState();
  said = [];
  exchanges = new Map();
  files = new Files(state, () => mesh as unknown as Mesh);
});

/** Who is there and what goes to them; the rest of a mesh is of no interest here. */
const mesh = {
  peers: { value: [] as Peer[] },
  isHost: (sid: string) => sid === "host",
  isLive: (sid: string) => exchanges.has(sid),
  filesOf: (sid: string) => exchanges.get(sid),
};

function meets(...sids: string[]): void {
  for (const sid of sids) {
    const exchange = new FileExchange({
      sendMessage: ({ kind }) => said.push([sid, kind]),
      waitForSpace: async () => false,
      sendChunk: () => {},
      onProgress: (progress) => files.noteProgress(sid, sid, progress),
    });
    exchanges.set(sid, exchange);
  }
  mesh.peers.value = [...sids, "away"].map((sid) => ({ sid, name: sid }) as Peer);
}

const aFile = (text: string) => new File([text], "draft.txt");
const shares = () =>
  state.chat.value[0]?.file?.value.shares.map((share) => [share.sid, share.state]);

it("offers a file to all who are connected, as one line of the chat", async () => {
  meets("anna", "ben");
  await files.send(aFile("text"));
  expect(said).toEqual([
    ["anna", "file"],
    ["ben", "file"],
  ]);
  expect(state.chat.value.map(({ text }) => text)).toEqual(["draft.txt"]);
  exchanges.get("ben")?.receive({ kind: "decline", id: 1 });
  expect(shares()).toEqual([
    ["anna", "offered"],
    ["ben", "declined"],
  ]);
});

it("takes a file back from everybody who has not had its end", async () => {
  meets("anna", "ben");
  await files.send(aFile("text"));
  exchanges.get("ben")?.receive({ kind: "decline", id: 1 });
  files.cancel(state.chat.value[0]?.id ?? -1);
  expect(shares()).toEqual([
    ["anna", "withdrawn"],
    ["ben", "declined"],
  ]);
  expect(said.slice(2)).toEqual([["anna", "withdraw"]]);
});

it("reads one of several at a time, and offers them in their order", async () => {
  meets("anna");
  let reading = 0;
  const slow = (name: string, ms: number) => {
    const file = new File([name], name);
    file.slice = () => {
      expect(++reading).toBe(1);
      const part = new Blob([name]);
      part.arrayBuffer = async () => {
        await new Promise((resolve) => setTimeout(resolve, ms));
        reading--;
        return new ArrayBuffer(1);
      };
      return part;
    };
    return file;
  };
  const broken = new File(["x"], "broken.txt");
  broken.slice = () => {
    throw new DOMException("", "NotReadableError");
  };
  await Promise.all([slow("a", 20), broken, slow("b", 1)].map((file) => files.send(file)));
  expect(state.chat.value.map(({ text }) => text)).toEqual(["a", "broken.txt", "b"]);
  const stand = state.chat.value.map(({ file }) => file?.value.shares[0]?.state);
  expect(stand).toEqual(["offered", "unreadable", "offered"]);
  expect(state.problem.value).toEqual({ code: "file-unreadable" });
});

it("can be taken back while it is read", async () => {
  meets("anna");
  const file = aFile("text");
  const slice = file.slice.bind(file);
  file.slice = (...range) => {
    files.cancel(state.chat.value[0]?.id ?? -1);
    return slice(...range);
  };
  await files.send(file);
  expect([said, shares()]).toEqual([[], [["anna", "withdrawn"]]]);
});

it("keeps what came in memory after the call, and nothing that was on the disk", async () => {
  meets("host");
  const done = { own: false, id: 1, name: "a", bytes: 0, state: "offered" } as const;
  for (const [id, size] of [
    [1, 100],
    [2, 2 ** 30],
  ] as const) {
    files.noteProgress("host", "Ms Weber", { ...done, id, size });
    const content = new Blob(["x"]);
    files.noteProgress("host", "Ms Weber", { ...done, id, size, state: "done", content });
  }
  const here = () => state.chat.value.map(({ file }) => file?.value.content !== undefined);
  expect(here()).toEqual([true, true]);
  state.phase.value = "over";
  await eventually(() => expect(here()).toEqual([true, false]));
});

it("says why a file is not offered: its size, nobody there, too many", async () => {
  await files.send(aFile(""));
  expect(state.problem.value).toEqual({ code: "file-size" });
  await files.send(aFile("text"));
  expect(state.problem.value).toEqual({ code: "file-nobody" });
  meets("anna");
  for (let n = 0; n < 9; n++) await files.send(aFile(`text ${n}`));
  expect(state.problem.value).toEqual({ code: "file-many" });
  expect(state.chat.value.length).toBe(8);
});

it("shows a file that is offered to us, and what becomes of it", async () => {
  meets("host");
  const offered: FileProgress = {
    ...{ own: false, id: 1, name: "minutes.txt", size: 200, bytes: 0, state: "offered" },
  };
  files.noteProgress("host", "Ms Weber", offered);
  expect(state.chat.value[0]).toMatchObject({ name: "Ms Weber", text: "minutes.txt", host: true });
  files.noteProgress("host", "Ms Weber", { ...offered, state: "running", bytes: 101 });
  expect(state.chat.value[0]?.file?.value.shares[0]).toMatchObject({ percent: 50 });
  const content = new Blob(["x"]);
  files.noteProgress("host", "Ms Weber", { ...offered, state: "done", bytes: 200, content });
  await eventually(() => expect(state.chat.value[0]?.file?.value.content).toBe(content));
  files.noteProgress("host", "Ms Weber", { ...offered, state: "cut-off" });
  expect(shares()).toEqual([["host", "done"]]); // an end is final
});

it("goes on with the next when one that the disk never gives is taken back", async () => {
  meets("anna");
  const stalled = aFile("text");
  stalled.slice = () => {
    const part = new Blob(["x"]);
    part.arrayBuffer = () => new Promise(() => {});
    return part;
  };
  void files.send(stalled);
  void files.send(aFile("next"));
  await vi.waitFor(() => expect(state.chat.value).toHaveLength(1));
  files.cancel(state.chat.value[0]?.id ?? -1);
  await vi.waitFor(() => expect(said).toEqual([["anna", "file"]]));
  expect(shares()).toEqual([["anna", "withdrawn"]]);
});
