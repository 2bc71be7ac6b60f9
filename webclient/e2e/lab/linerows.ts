/** Thin and bad lines: what is left of sound and picture, and what was given up in which order. */
import { shareScreen } from "../harness/screen.ts";
import { lookElsewhere } from "../harness/signs.ts";
import type { Lab, Member } from "./lab.ts";
import { fakeCamera } from "./labcamera.ts";
import { longLossyLine, slowDownlink, slowUplink } from "./line.ts";
import { type Finding, type Pair, pairName, pairs, type Row } from "./rows.ts";
import { changes, type Direction, qualityOf, type Source } from "./series.ts";
import { pause } from "./shell.ts";
import { withLab } from "./staging.ts";

/** From the first sound to what counts: the browsers find out about the line. */
const settleMs = 10_000;
const measureMs = 30_000;
/** Counters of many connections cost: here they are read less often. */
const sampleMs = 250;

interface Line {
  name: string;
  people: number;
  /** How much of the sound may be made up, in percent. */
  concealed: number;
  /** Sets the line of the first guest, before the call; what has to end afterwards. */
  set(member: Member): Promise<{ kill(): unknown } | undefined>;
  /** Only the one with this line has devices: more pictures are too much for a small machine. */
  onlyOneSends?: boolean;
  /** The others share a machine and look at another tab: they ask each other for no pictures. */
  onlyOneLooks?: boolean;
  /** What happens in the call before the measure. */
  begin?(lab: Lab): Promise<unknown> | undefined;
  /** A camera is given up for what comes first, and said to be: that is no freeze. */
  givesUpPictures?: boolean;
  /** What is looked at: cameras alone, if nothing is said. */
  sources?: readonly Source[];
  /** Whom the line lies between. */
  concerns(direction: Direction, name: string): boolean;
}

const both = ({ from, to }: Direction, name: string) => from === name || to === name;
const sent = ({ from }: Direction, name: string) => from === name;
const received = ({ to }: Direction, name: string) => to === name;

function lossy(percent: number, concealed: number): Line {
  return {
    ...{ name: `loss-${percent}`, people: 2, concealed, concerns: both },
    set: (member) => longLossyLine(member, 100, percent),
  };
}

function thinUplink(kilobits: number): Line {
  return {
    ...{ name: `uplink-${kilobits}`, people: 4, concealed: 2, concerns: sent },
    async set(member) {
      slowUplink(member, kilobits);
      return undefined;
    },
    onlyOneSends: true,
    givesUpPictures: kilobits < 600,
  };
}

const lines: readonly Line[] = [
  lossy(5, 2),
  lossy(15, 5),
  thinUplink(600),
  thinUplink(300),
  {
    ...{ name: "downlink-1000", people: 6, concealed: 2, concerns: received },
    async set(member) {
      slowDownlink(member, 1_000);
      return undefined;
    },
    onlyOneLooks: true,
    begin: ({ members }) => members[0] && lookElsewhere(members[0].person),
  },
  {
    ...{ name: "share-500", people: 2, concealed: 2, concerns: sent },
    async set(member) {
      slowUplink(member, 500);
      return undefined;
    },
    begin: share,
    sources: ["screen", "camera"],
    givesUpPictures: true, // and a screen on which nothing moves may have no frames
  },
];

/** The one with the thin uplink shows something. */
async function share({ members }: Lab): Promise<void> {
  const presenter = members[1]?.person;
  if (presenter) await shareScreen(presenter, "text");
}

export function lineRows(): Row[] {
  return lines.flatMap((line) => pairs.map((pair) => lineRow(line, pair)));
}

function lineRow(line: Line, pair: Pair): Row {
  return {
    group: "line",
    name: `line ${line.name} ${pairName(pair)}`,
    runs: 1,
    run: (context) =>
      withLab(
        context,
        async (lab): Promise<Finding> => {
          const camera = await fakeCamera();
          for (let i = 0; i < line.people; i++) {
            const onlyListens = i !== 1 && line.onlyOneSends === true;
            const browser = i === 1 ? pair[0] : pair[1];
            const host = line.onlyOneLooks && i > 1 ? lab.members[0] : undefined;
            await lab.add({ browser, camera, speaks: true, onlyListens, with: host });
          }
          const member = lab.members[1];
          if (!member) throw new Error("there is nobody with this line");
          const helper = await line.set(member);
          try {
            const looksAway = ({ person }: Member) =>
              person === member.person ? Promise.resolve() : lookElsewhere(person);
            await lab.call({}, false, line.onlyOneLooks ? looksAway : undefined);
            await lab.flowing(60_000, line.onlyOneLooks ? member.person.name : undefined);
            await line.begin?.(lab);
            return await measure(lab, line, member.person.name);
          } finally {
            helper?.kill();
          }
        },
        sampleMs,
      ),
  };
}

async function measure(lab: Lab, line: Line, name: string): Promise<Finding> {
  const begin = Date.now();
  await pause(settleMs + measureMs);
  const until = Date.now();
  const finding = { figures: {}, short: [], details: {} } as Required<Finding> & {
    details: Record<string, unknown>;
  };
  let elsewhere = 0;
  for (const source of line.sources ?? (["camera"] as const)) {
    for (const one of await lab.directions(source)) {
      const way = `${one.from} to ${one.to}`;
      const quality = qualityOf(one.samples, begin + settleMs, until);
      const concealed = round(quality.concealedPercent);
      if (!line.concerns(one, name)) {
        elsewhere = Math.max(elsewhere, concealed);
        continue;
      }
      const screen = source === "screen" ? "screen " : "";
      Object.assign(finding.figures, {
        [`concealed % ${way}`]: concealed,
        [`${screen}freezes ${way}`]: quality.freezes,
        [`${screen}longest s ${way}`]: round(quality.frozenSeconds),
        [`${screen}fps ${way}`]: round(quality.fps),
        [`${screen}size ${way}`]: quality.size,
      });
      finding.details[`${screen}${way}`] = {
        route: one.route,
        changes: changes(one.samples, begin, until),
      };
      if (concealed > line.concealed) finding.short.push(`${concealed} % concealed ${way}`);
      if (quality.frozenSeconds > 2 && !line.givesUpPictures)
        finding.short.push(`${quality.frozenSeconds} s without a new picture ${way}`);
    }
  }
  // What is made up on lines that carry all is for want of a processor.
  if (line.people > 2 && !line.onlyOneSends) finding.figures["elsewhere %"] = elsewhere;
  return finding;
}

const round = (value: number) => Math.round(value * 10) / 10;
