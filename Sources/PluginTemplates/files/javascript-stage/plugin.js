// {{summary}}

const { readFileSync } = require("node:fs");

const manifest = JSON.parse(readFileSync("plugin.json", "utf8"));
let settings = {};

/** What this stage thinks of a text. The same text must always give the same opinion. */
function opinion(text) {
  const letters = text.slice(0, 1000).match(/\p{L}/gu) ?? [];
  if (letters.length < 10) return {};
  const share = letters.filter((letter) => /\p{Lu}/u.test(letter)).length / letters.length;
  const findings = [{ name: manifest.name, value: { share } }];
  if (share < settings.above) return { findings };
  const handoff = { do: "handoff", strength: "required", reason: "written in capitals" };
  return { findings, proposals: [handoff] };
}

const methods = {
  initialize(params) {
    settings = params.settings;
    return manifest;
  },
  evaluate: (params) => ({ opinions: params.items.map((item) => opinion(item.message.text)) }),
  shutdown: () => ({}),
};

function answerLine(line) {
  const { id, method, params } = JSON.parse(line);
  const answer = { jsonrpc: "2.0", id };
  try {
    if (Object.hasOwn(methods, method)) answer.result = methods[method](params);
    else answer.error = { code: -32601, message: `no method ${method}` };
  } catch (error) {
    console.error(error);
    answer.error = { code: -32000, message: error.message };
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
