/**
 * A certificate authority made for one run, and the store of trust (NSS) in which both browsers
 * look it up.
 */
import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const root = path.resolve(import.meta.dirname, "../../..");
const execute = promisify(execFile);

export class Certificates {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** A certificate for this machine under all its names, or for others. */
  static async make(names = ["localhost", "127.0.0.1", "::1"]): Promise<Certificates> {
    const made = new Certificates(await mkdtemp(path.join(tmpdir(), "einmal-certificates-")));
    await execute("go", ["run", "./scripts/testca", made.#folder, ...names], { cwd: root });
    await made.#fillStore();
    return made;
  }

  /** Somebody else's authority, by its root in PEM; there are no `flags` of a server then. */
  static async trusting(pem: string): Promise<Certificates> {
    const made = new Certificates(await mkdtemp(path.join(tmpdir(), "einmal-certificates-")));
    await writeFile(path.join(made.#folder, "root.pem"), pem);
    await made.#fillStore();
    return made;
  }

  async #fillStore(): Promise<void> {
    await mkdir(this.#store, { recursive: true });
    const store = ["-d", `sql:${this.#store}`];
    await execute("certutil", ["-N", ...store, "--empty-password"]);
    const trusted = ["-t", "C,,", "-i", path.join(this.#folder, "root.pem")];
    await execute("certutil", ["-A", ...store, "-n", "einmal", ...trusted]);
  }

  /** What makes a server show the certificate. */
  get flags(): string[] {
    const file = (name: string) => path.join(this.#folder, name);
    return ["-tls-cert", file("certificate.pem"), "-tls-key", file("key.pem")];
  }

  /** A home directory in which Chromium finds the store. */
  get home(): string {
    return path.join(this.#folder, "home");
  }

  get #store(): string {
    return path.join(this.home, ".pki/nssdb");
  }

  /** A new profile of Firefox with the store in it. */
  async profile(): Promise<string> {
    const profile = await mkdtemp(path.join(this.#folder, "firefox-"));
    await cp(this.#store, profile, { recursive: true });
    return profile;
  }

  async forget(): Promise<void> {
    // A browser that was told to go may still write into its profile.
    await rm(this.#folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
  }
}
