/**
 * A bare Debian, as `debootstrap` leaves it: what somebody rents. It is made once and kept in
 * `out`; each run works on a layer above it, and throws that away.
 */
import { execFileSync } from "node:child_process";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { outDir } from "../harness/browsers.ts";
import { run } from "../lab/shell.ts";

export const folder = path.join(outDir, "ten-minutes");
const tree = path.join(folder, "base");
const release = "bookworm";

/** Where this machine's own packages come from. */
export function debianMirror(): URL {
  for (const file of ["/etc/apt/sources.list.d/debian.sources", "/etc/apt/sources.list"]) {
    if (!existsSync(file)) continue;
    const found = /^(?:URIs:|deb (?:\[.*?\] )?)\s*(https?:\S+)/m.exec(readFileSync(file, "utf8"));
    if (found?.[1]) return new URL(found[1]);
  }
  throw new Error("this machine names no source of Debian's packages");
}

/** The tree; the first time this takes minutes. */
export function baseSystem(): string {
  if (existsSync(tree)) return tree;
  mkdirSync(folder, { recursive: true });
  const part = `${tree}.part`;
  rmSync(part, { recursive: true, force: true });
  console.log("making a bare Debian, once");
  const words = [release, part, debianMirror().href];
  execFileSync("debootstrap", words, { stdio: ["ignore", "ignore", "inherit"] });
  rmSync(path.join(part, "etc/resolv.conf"), { force: true });
  writeFileSync(
    path.join(part, "etc/apt/sources.list"),
    `deb http://deb.debian.org/debian ${release} main\n`,
  );
  run("chroot", [part, "apt-get", "clean"]);
  renameSync(part, tree);
  return tree;
}

/** A root directory that looks like the base, and in which whatever is written is forgotten. */
export class Layer {
  readonly root: string;
  readonly #folder: string;

  constructor(label: string) {
    const lower = baseSystem();
    this.#folder = path.join(folder, `${label}-${process.pid}`);
    this.root = path.join(this.#folder, "root");
    const [upper, work] = ["upper", "work"].map((name) => path.join(this.#folder, name));
    for (const one of [this.root, upper, work]) mkdirSync(String(one), { recursive: true });
    const options = `lowerdir=${lower},upperdir=${upper},workdir=${work}`;
    run("mount", ["-t", "overlay", "overlay", "-o", options, this.root]);
    process.once("exit", this.#forget);
  }

  write(file: string, text: string): void {
    const target = path.join(this.root, file);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  put(file: string, from: string): void {
    copyFileSync(from, path.join(this.root, file));
  }

  /** What still runs in there keeps it until it has ended. */
  forget(): void {
    process.off("exit", this.#forget);
    run("umount", ["--recursive", "--lazy", this.root]);
    rmSync(this.#folder, { recursive: true, force: true });
  }

  readonly #forget = () => this.forget();
}
