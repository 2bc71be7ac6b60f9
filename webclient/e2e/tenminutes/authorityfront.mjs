// Lets pebble answer under the address of Let's Encrypt: `node authorityfront.mjs FOLDER PORT`.
import { readFileSync } from "node:fs";
import { createServer, request } from "node:https";
import path from "node:path";

const [folder = "", port = ""] = process.argv.slice(2);
const file = (name) => readFileSync(path.join(folder, name));

createServer({ key: file("key.pem"), cert: file("certificate.pem") }, (question, answer) => {
  const passedOn = request(
    {
      ...{ host: "127.0.0.1", servername: "localhost", port, ca: file("root.pem") },
      ...{ method: question.method, headers: question.headers },
      path: question.url === "/directory" ? "/dir" : question.url,
    },
    (answered) => {
      answer.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(answer);
    },
  );
  passedOn.on("error", () => answer.destroy());
  question.pipe(passedOn);
}).listen(443);
