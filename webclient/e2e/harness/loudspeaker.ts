/** A loudspeaker that nobody hears: PulseAudio with a sink that takes all and plays nothing. */
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { endsWithRun } from "./child.ts";
import { until } from "./until.ts";

export const hasLoudspeaker = spawnSync("pulseaudio", ["--version"]).status === 0;

let running: Promise<Readonly<Record<string, string>>> | undefined;

/** What tells a browser of it. */
export function loudspeaker(): Promise<Readonly<Record<string, string>>> {
  running ??= startDaemon();
  return running;
}

async function startDaemon(): Promise<Readonly<Record<string, string>>> {
  const folder = mkdtempSync(path.join(tmpdir(), "einmal-sound-"));
  const socket = path.join(folder, "native");
  const own = { HOME: folder, XDG_RUNTIME_DIR: folder };
  const modules = [
    "module-null-sink",
    `module-native-protocol-unix auth-anonymous=1 socket=${socket}`,
  ];
  const flags = ["-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no"];
  const load = modules.map((module) => `--load=${module}`);
  const child = spawn("pulseaudio", [...flags, ...load], {
    ...{ env: { ...process.env, ...own }, stdio: "ignore" },
  });
  endsWithRun(child);
  await until("the loudspeaker", () => existsSync(socket));
  return { PULSE_SERVER: `unix:${socket}` };
}
