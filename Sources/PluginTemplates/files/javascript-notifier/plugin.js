// {{summary}}

const { appendFileSync, mkdirSync, readFileSync } = require("node:fs");
const { dirname } = require("node:path");

const manifest = JSON.parse(readFileSync("plugin.json", "utf8"));
let settings = {};

const methods = {
  initialize(params) {
    settings = params.settings;
    mkdirSync(dirname(settings.file), { recursive: true });
    return manifest;
  },
  /** Returns once the notification is written. The same key may come again after a crash. */
  notify(params) {
    appendFileSync(settings.file, JSON.stringify(params.notification) + "\n");
    return {};
  },
  shutdown: () => ({}),
};

/** An error without `data` is tried again; one of the kind `refused` is final. */
function failure(error) {
  const final = ["ENOENT", "EACCES", "EISDIR"].includes(error.code);
  const told = { code: -32000, message: error.message };
  return final ? { ...told, data: { kind: "refused" } } : told;
}

function answerLine(line) {
  const { id, method, params } = JSON.parse(line);
  const answer = { jsonrpc: "2.0", id };
  try {
    if (Object.hasOwn(methods, method)) answer.result = methods[method](params);
    else answer.error = { code: -32601, message: `no method ${method}` };
  } catch (error) {
    console.error(error);
    answer.error = failure(error);
  }
  process.stdout.write(JSON.stringify(answer) + "\n"); // all else goes to standard error
  if (method === "shutdown") process.exit();
}

// One request a line, one answer a line, until `shutdown` or the end of the input. (Not with
// node:readline: it also ends lines at characters that may stand in a JSON text.)
let rest = "";
process.stdin.setEncoding("utf8").on("data", (chunk) => {
  const lines = (rest + chunk).split("\n");
  rest = lines.pop();
  lines.forEach(answerLine);
});
