/** The package that `make deb` has made, and the same one under a newer version. */
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { outDir } from "../harness/browsers.ts";
import { run, scratchFolder } from "../lab/shell.ts";

/** The newest one for this machine. */
export function thePackage(): string {
  const own = run("dpkg", ["--print-architecture"]).trim();
  const found = readdirSync(outDir)
    .filter((name) => name.startsWith("einmal_") && name.endsWith(`_${own}.deb`))
    .map((name) => path.join(outDir, name))
    .sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  if (!found) throw new Error(`there is no package for ${own} in ${outDir}: make deb`);
  return found;
}

export function newerPackage(): string {
  const folder = scratchFolder();
  const [tree, made] = [path.join(folder, "tree"), path.join(folder, "newer.deb")];
  run("dpkg-deb", ["--raw-extract", thePackage(), tree]);
  const control = path.join(tree, "DEBIAN/control");
  const text = readFileSync(control, "utf8").replace(/^(Version: .*)$/m, "$1+newer");
  writeFileSync(control, text);
  run("dpkg-deb", ["--root-owner-group", "--build", tree, made]);
  return made;
}
