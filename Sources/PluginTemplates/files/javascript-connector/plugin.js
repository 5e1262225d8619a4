// {{summary}}

const { appendFileSync, existsSync, readFileSync } = require("node:fs");

const pageSize = 100; // messages; an answer may have 1 MiB
const widths = ["direct", "followers", "unlisted", "public"];
const manifest = JSON.parse(readFileSync("plugin.json", "utf8"));
let settings = {};

/** An error whose kind tells replyd what to do next. */
class Failure extends Error {
  constructor(message, kind) {
    super(message);
    this.data = { kind };
  }
}

const methods = {
  initialize(params) {
    settings = params.settings;
    return manifest;
  },

  /** The page after the cursor, which is the number of lines that were read. */
  poll({ cursor }) {
    // What follows the last line feed is not ended yet, and waits.
    const lines = readFileSync(settings.messages, "utf8").split("\n").slice(0, -1);
    const start = cursor === null ? lines.length : Number(cursor); // at first all of it is old
    const page = lines.slice(start, start + pageSize).map(parsed);
    const end = start + page.length;
    return { messages: page, cursor: String(end), hasMore: end < lines.length };
  },

  /** Posts once. The key is the reply's identity: the same key, the same receipt. */
  post({ reply }) {
    if ([...reply.text].length > manifest.connector.maxLength) {
      throw new Failure("the reply is too long", "rejected");
    }
    if (widths.indexOf(reply.visibility) > widths.indexOf(reply.parent.visibility)) {
      throw new Failure("the reply is wider than its parent", "rejected");
    }
    if (!isOut(reply)) {
      const line = { key: reply.key, inReplyTo: reply.parent.id, text: reply.text };
      appendFileSync(settings.replies, JSON.stringify(line) + "\n");
    }
    return { receipt: { remote: reply.key } };
  },

  /** Whether a reply is out, asked when the answer to `post` was lost. */
  receipt: ({ reply }) => (isOut(reply) ? { found: { remote: reply.key } } : { absent: true }),

  /** Nothing in the file is ever edited or deleted. */
  state: ({ messages }) => ({ states: messages.map(() => ({ is: "there" })) }),

  shutdown: () => ({}),
};

function isOut(reply) {
  if (!existsSync(settings.replies)) return false;
  const start = JSON.stringify({ key: reply.key }).slice(0, -1) + ",";
  return readFileSync(settings.replies, "utf8").split("\n").some((line) => line.startsWith(start));
}

function parsed(line) {
  try {
    return JSON.parse(line);
  } catch (error) {
    throw new Failure(`unreadable line: ${error.message}`, "malformed");
  }
}

function answerLine(line) {
  const { id, method, params } = JSON.parse(line);
  const answer = { jsonrpc: "2.0", id };
  try {
    if (Object.hasOwn(methods, method)) answer.result = methods[method](params);
    else answer.error = { code: -32601, message: `no method ${method}` };
  } catch (error) {
    console.error(error);
    // Without `data`: tried again, but after `post` looked up first.
    answer.error = { code: -32000, message: error.message, data: error.data };
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
