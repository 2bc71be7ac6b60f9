/** Faults in a call: each happens to the first guest, and to whom else its name says. */
import type { Network } from "./access.ts";
import * as faults from "./faults.ts";
import type { Lab, Member } from "./lab.ts";
import { type Fault, watchRecovery } from "./recovery.ts";
import { type Figures, type Finding, type Pair, pairName, pairs, type Row } from "./rows.ts";
import { pause } from "./shell.ts";
import { signallingBack } from "./signalling.ts";
import { withLab } from "./staging.ts";

/** Between the first sound and the fault. */
const settleMs = 6_000;
/** A virtual cable that is only just plugged in carries nothing for up to eight seconds. */
const plugMs = 12_000;

interface Scenario {
  name: string;
  people: number;
  network?: Network;
  /** Does the harm; returns when the network is back again. */
  happen(lab: Lab, victim: Member): Promise<Omit<Fault, "begin">>;
  /** More figures, at once behind it. */
  after?(lab: Lab, back: number): Promise<Figures>;
  /** Whether the relayed addresses that were taken meanwhile are given back, in a minute. */
  countsAllocations?: true;
}

const only = ({ person }: Member) => [person.name];

function deadFor(seconds: number): Scenario {
  return {
    name: `dead-${seconds}`,
    people: 3,
    async happen(_, victim) {
      faults.lineDies(victim);
      await pause(seconds * 1_000);
      faults.lineHeals(victim);
      return { back: Date.now(), hit: only(victim) };
    },
  };
}

const scenarios: readonly Scenario[] = [
  {
    name: "other-network",
    people: 3,
    async happen(lab, victim) {
      const useSecond = faults.prepareSecondWay(lab, victim);
      await pause(plugMs);
      await faults.changesNetwork(victim, useSecond);
      return { back: Date.now(), hit: only(victim) };
    },
  },
  {
    name: "other-address",
    people: 3,
    async happen(_, victim) {
      faults.addressChanges(victim);
      return { back: Date.now(), hit: only(victim) };
    },
  },
  deadFor(5),
  deadFor(20),
  {
    name: "udp-blocked",
    people: 3,
    async happen(_, victim) {
      faults.udpIsBlocked(victim);
      return { back: Date.now(), hit: only(victim) };
    },
  },
  {
    name: "relay-restarted",
    people: 2,
    network: "symmetric",
    async happen(lab, victim) {
      await lab.server.kill();
      await pause(2_000);
      await lab.server.start();
      return { back: Date.now(), hit: only(victim) };
    },
    after: signallingBack,
  },
  {
    name: "server-away-60",
    people: 4,
    async happen(lab) {
      await lab.server.kill();
      await pause(60_000);
      await lab.server.start();
      return { back: Date.now(), hit: [] };
    },
    after: signallingBack,
  },
  {
    name: "asleep-60",
    people: 3,
    async happen(_, victim) {
      victim.browser.sleep();
      await pause(60_000);
      victim.browser.wake();
      return { back: Date.now(), hit: only(victim) };
    },
  },
  {
    name: "both-change",
    people: 3,
    async happen(lab, victim) {
      const other = lab.members[0];
      if (!other) throw new Error("there is no other one");
      const ways = [victim, other].map((one) => faults.prepareSecondWay(lab, one));
      await pause(plugMs);
      for (const one of [victim, other]) faults.cardGoes(one);
      await pause(300);
      for (const use of ways) use();
      return { back: Date.now(), hit: [...only(victim), ...only(other)] };
    },
  },
  {
    name: "flaps",
    people: 3,
    async happen(_, victim) {
      for (let i = 0; i < 30; i++) {
        faults.cardGoes(victim);
        await pause(1_000);
        faults.cardComes(victim);
        if (i < 29) await pause(1_000);
      }
      return { back: Date.now(), hit: only(victim) };
    },
    countsAllocations: true,
  },
  {
    name: "server-and-network",
    people: 3,
    async happen(lab, victim) {
      const useSecond = faults.prepareSecondWay(lab, victim);
      await pause(plugMs);
      const killed = lab.server.kill();
      await faults.changesNetwork(victim, useSecond);
      await killed;
      await pause(2_000);
      await lab.server.start();
      return { back: Date.now(), hit: only(victim) };
    },
    after: signallingBack,
  },
];

export function faultRows(): Row[] {
  return scenarios.flatMap((scenario) => pairs.map((pair) => faultRow(scenario, pair)));
}

function faultRow(scenario: Scenario, pair: Pair): Row {
  const { network = "open" } = scenario;
  return {
    group: "fault",
    name: `fault ${scenario.name} ${pairName(pair)}`,
    runs: 5,
    run: (context) =>
      withLab(context, async (lab): Promise<Finding> => {
        for (let i = 0; i < scenario.people; i++)
          await lab.add({ browser: i === 1 ? pair[0] : pair[1], network });
        await lab.call();
        await lab.flowing();
        await pause(settleMs);
        const victim = lab.members[1];
        if (!victim) throw new Error("there is no victim");
        const begin = Date.now();
        const held = lab.server.allocations();
        const fault = { begin, ...(await scenario.happen(lab, victim)) };
        const more = await scenario.after?.(lab, fault.back);
        const finding = await watchRecovery(lab, fault);
        const counted = scenario.countsAllocations && (await allocations(lab, held));
        return { ...finding, figures: { ...finding.figures, ...more, ...counted } };
      }),
  };
}

const givenBackMs = 60_000;

async function allocations(lab: Lab, before: number): Promise<Figures> {
  const atFirst = lab.server.allocations();
  const end = Date.now() + givenBackMs;
  while (lab.server.allocations() > before && Date.now() < end) await pause(1_000);
  const after = lab.server.allocations();
  return { "allocations before": before, "allocations then": atFirst, "allocations later": after };
}
