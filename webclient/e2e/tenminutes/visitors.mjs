// Somebody opens the page ten times a second, each time anew, until the standard input ends; then it
// says as JSON how often that failed and how long it took at most: `node visitors.mjs URL ADDRESS`.
import { request } from "node:https";

const [url = "", address = ""] = process.argv.slice(2);
let [visits, failures, longestMs, open] = [0, 0, 0, 0];

function visit() {
  const begin = performance.now();
  visits++;
  open++;
  const done = (failed) => {
    open--;
    failures += Number(failed);
    longestMs = Math.max(longestMs, Math.round(performance.now() - begin));
  };
  const { hostname, port } = new URL(url);
  // The browsers look at the certificate; here only whether somebody answers counts.
  const options = { host: address, servername: hostname, port, rejectUnauthorized: false };
  const asked = request(
    { ...options, headers: { host: hostname }, agent: false, timeout: 20_000 },
    (answer) => {
      answer.resume().on("end", () => done(answer.statusCode !== 200));
    },
  );
  asked.on("timeout", () => asked.destroy(new Error("no answer")));
  asked.on("error", () => done(true)).end();
}

const timer = setInterval(visit, 100);
process.stdin.resume().on("end", () => {
  clearInterval(timer);
  setInterval(() => {
    if (open > 0) return;
    console.log(JSON.stringify({ visits, failures, longestMs }));
    process.exit(0);
  }, 50);
});
