/** What `make ten-minutes` leaves to be read: the figures, and what stood on the screen. */
import type { Command } from "./terminal.ts";
import type { Visits } from "./visitors.ts";

export interface Figures {
  /** Seconds from the first key to picture and sound in both directions. */
  seconds: number;
  commands: readonly Command[];
  route: string;
  issuer: string;
  /** The longest silence in ms before and during the upgrade. */
  silence: { before: number; upgrade: number };
  roomKept: boolean;
  /** Of others who came meanwhile. */
  visits: Visits;
  afterRemove: readonly string[];
  afterPurge: readonly string[];
}

export function report(figures: Figures, transcript: string): string {
  const { seconds, commands, silence, visits } = figures;
  const questions = commands.reduce((sum, one) => sum + one.questions, 0);
  return `| | |
|---|---|
| from the first key to picture and sound in both browsers | ${clock(seconds)} |
| commands typed | ${commands.length} |
| questions answered | ${questions} |
| way of the call | ${figures.route} |
| who gave the certificate | ${figures.issuer} |
| longest silence in the five seconds before the upgrade | ${silence.before} ms |
| longest silence from its first key until ten seconds after it | ${silence.upgrade} ms |
| the room is the same after the upgrade, with both in it | ${figures.roomKept ? "yes" : "no"} |
| others who opened the page meanwhile, ten times a second | ${visits.visits}, in vain ${visits.failures} |
| the longest that one of them waited | ${visits.longestMs} ms |
| left after \`apt remove\` | ${list(figures.afterRemove)} |
| left after \`apt purge\` | ${list(figures.afterPurge)} |

| command | questions | seconds |
|---|---|---|
${commands.map(rowOf).join("\n")}

\`\`\`
${shown(transcript)}
\`\`\`
`;
}

function rowOf({ command, questions, seconds }: Command): string {
  return `| \`${command}\` | ${questions} | ${seconds.toFixed(1)} |`;
}

function clock(seconds: number): string {
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

function list(files: readonly string[]): string {
  return files.length === 0 ? "nothing" : files.map((file) => `\`${file}\``).join(", ");
}

/** A link lets in, and so does its picture: neither is for a document. */
export function shown(transcript: string): string {
  const lines = transcript.replaceAll(/#[\w-]{20,}/g, "#…").split("\n");
  const isPicture = (line: string | undefined) => /^[\s█▀▄]*[█▀▄][\s█▀▄]*$/.test(line ?? "");
  return lines
    .filter((line, i) => !isPicture(line) || !isPicture(lines[i - 1]))
    .map((line) => (isPicture(line) ? "[the link as a QR code]" : line.trimEnd()))
    .join("\n")
    .trim();
}
