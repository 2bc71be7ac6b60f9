/**
 * `make ten-minutes`: somebody rents a bare Debian and has a server on it, with everything real but
 * the internet around. docs/ten-minutes.md says what is what.
 */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { Certificates } from "../harness/certificates.ts";
import { World } from "../lab/access.ts";
import { Namespaces } from "../lab/namespaces.ts";
import { goesAtExit } from "../lab/shell.ts";
import { folder } from "./basesystem.ts";
import { Machine } from "./machine.ts";
import { newerPackage, thePackage } from "./package.ts";
import { People } from "./people.ts";
import { report } from "./report.ts";
import { Services } from "./services.ts";
import { callDuringUpgrade, leftBehind, takesPart } from "./story.ts";
import { Terminal } from "./terminal.ts";
import { visitorsCome } from "./visitors.ts";

const host = "call.example";

export async function main(): Promise<void> {
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.on(signal, () => process.exit(130)); // which takes namespaces and processes with it
  process.setMaxListeners(0);
  Namespaces.sweep();
  const namespaces = new Namespaces();
  process.once("exit", () => namespaces.clear());
  const world = new World(namespaces);
  const services = new Services(world, namespaces.make("services"));
  await services.start();
  const space = namespaces.make("server");
  const { ipv4, ipv6 } = world.attach(space);
  services.name(host, [ipv4, ipv6]);
  const machine = new Machine("server", space);
  rent(machine, services);
  const trust = await Certificates.trusting(services.issuingRoot());
  goesAtExit(path.dirname(trust.home));
  let [failed, people]: [unknown, People | undefined] = [undefined, undefined];
  let terminal: Terminal | undefined;
  try {
    people = await People.come(world, namespaces, services.address, trust, `https://${host}`);
    await machine.boot();
    terminal = new Terminal(machine, Boolean(process.env.FAST));
    const begun = await takesPart(terminal, people, machine);
    const come = () => visitorsCome(services.space, `https://${host}`, ipv4);
    const upgrade = await callDuringUpgrade(terminal, people, machine, come);
    const left = await leftBehind(terminal, people, machine);
    const text = report({ ...begun, ...upgrade, ...left }, begun.transcript);
    writeFileSync(path.join(folder, "report.md"), text);
    console.log(text);
  } catch (error) {
    failed = error;
    console.error(terminal?.transcript, machine.log(), error);
  }
  terminal?.close();
  await people?.leave().catch(() => undefined);
  await machine.halt();
  services.close();
  process.exit(failed === undefined ? 0 : 1); // whatever has been left open
}

/** What is on a machine when one gets it, the file of the package and the newer one. */
function rent(machine: Machine, services: Services): void {
  const { layer } = machine;
  layer.write("etc/hostname", "server\n");
  layer.write("etc/hosts", "127.0.0.1 localhost\n127.0.1.1 server\n");
  layer.write("etc/resolv.conf", `nameserver ${services.address}\n`);
  layer.write("etc/apt/apt.conf.d/99terminal", 'Binary::apt::DPkg::Progress-Fancy "0";\n');
  // What `apt install ca-certificates` will take in with the rest of the world's authorities.
  const authorities = "usr/local/share/ca-certificates";
  layer.write(`${authorities}/its-https.crt`, services.knownRoot);
  layer.write(`${authorities}/what-it-gives.crt`, services.issuingRoot());
  layer.put("root/einmal.deb", thePackage());
  layer.put("root/newer.deb", newerPackage());
}
