/** The parts of the story, in their order: what is typed, and what two people see of it. */
import { until } from "../harness/until.ts";
import { pause } from "../lab/shell.ts";
import type { Machine } from "./machine.ts";
import type { People } from "./people.ts";
import type { Answers, Command, Terminal } from "./terminal.ts";
import type { Visits } from "./visitors.ts";

const apt: Answers = [[/\[Y\/n\] $/, ""]];

/** What a newcomer answers; "" is the Enter key. */
const answers: Answers = [
  [/Name or address of the server[^>]*> $/, "call.example"],
  [/Who runs the server\?[^>]*> $/, "Weber Consulting"],
  [/Postal address[^>]*> $/, "1 Test Street, 10115 Berlin, Germany"],
  [/Mail address[^>]*> $/, "mail@call.example"],
  [/Country, or state of Germany[^>]*> $/, "Berlin"],
  [/Whose machine is this[^>]*> $/, "Example Hosting GmbH, DE"],
  [/Who may create rooms\?[^>]*> $/, ""],
];

interface Begun {
  seconds: number;
  commands: Command[];
  transcript: string;
  route: string;
  issuer: string;
}

/** From the first key to a call. */
export async function takesPart(
  terminal: Terminal,
  people: People,
  machine: Machine,
): Promise<Begun> {
  const begin = performance.now();
  await terminal.types("apt update");
  await terminal.types("apt install ./einmal.deb", apt);
  const said = await terminal.types("einmal setup", answers);
  const link = /^https:\/\/call\.example\/#\S+$/m.exec(said)?.[0];
  if (!link) throw new Error("setup has printed no link");
  const issuer = await people.reaches();
  const flows = await people.call(link);
  const seconds = (performance.now() - begin) / 1_000;
  if (machine.run("systemctl is-active einmal").trim() !== "active")
    throw new Error("the service is not what answers");
  const route = [...new Set(flows.map((flow) => flow.route))].join(", ");
  const [commands, { transcript }] = [[...terminal.commands], terminal];
  return { seconds, commands, transcript, route, issuer };
}

/** The package is replaced while they talk. */
export async function callDuringUpgrade(
  terminal: Terminal,
  people: People,
  machine: Machine,
  come: () => () => Promise<Visits>,
) {
  const rooms = () => machine.run("einmal room list -json");
  const handles = (text: string) =>
    [...text.matchAll(/"handle":\s*"(\w+)"/g)].map(([, one]) => one);
  await pause(5_000);
  const was = handles(rooms());
  const before = await people.silence(Date.now() - 5_000);
  const end = come();
  const begin = Date.now();
  const program = machine.run("systemctl show --property MainPID einmal");
  await terminal.types("apt install ./newer.deb", apt);
  await pause(10_000);
  if (machine.run("systemctl show --property MainPID einmal") === program)
    throw new Error("after the upgrade the old program still runs");
  const upgrade = await people.silence(begin);
  const visits = await end();
  await people.flowing();
  const roomKept = await until("both to be in the room again", () => {
    const now = rooms();
    return JSON.stringify(handles(now)) === JSON.stringify(was) && was.length === 1;
  });
  return { silence: { before, upgrade }, roomKept, visits };
}

/** What remains of it on the disk. */
export async function leftBehind(terminal: Terminal, people: People, machine: Machine) {
  const own = "-not -path '/proc/*' -not -path '/sys/*' -not -path '/run/*' -not -path '/root/*'";
  const files = () =>
    machine
      .run(`find / -xdev -name '*einmal*' ${own} -prune -print; getent passwd einmal | cut -d: -f1`)
      .split("\n")
      .filter((line) => line !== "")
      .sort();
  await people.host.endForAll();
  await people.host.see("over");
  await terminal.types("apt remove einmal", apt);
  const afterRemove = files();
  await terminal.types("apt purge einmal", apt);
  return { afterRemove, afterPurge: files() };
}
