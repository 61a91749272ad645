// A mail server on a free loopback port, until whoever started it is gone: its standard input ends then. It prints a line of
// JSON for each thing that happens, and does what the lines of its standard input tell it.
const { SMTPServer } = require("smtp-server");
const readline = require("readline");

let refusal = null;
let delayMs = 0;
let port = 0;
let server = null;
let connections = 0;

const say = (event) => process.stdout.write(JSON.stringify(event) + "\n");
const refused = () => Object.assign(new Error(refusal.words || "No such mailbox here"), { responseCode: refusal.code });

function make() {
  return new SMTPServer({
    authOptional: process.argv[2] !== "auth",
    allowInsecureAuth: true,
    hidePIPELINING: true,
    disabledCommands: process.argv[2] === "plain" ? ["STARTTLS"] : [],
    onConnect: (session, done) => { connections++; setTimeout(done, delayMs); },
    onAuth: (auth, session, done) => auth.username === "payments" && auth.password === "secret" ? done(null, { user: auth.username }) : done(new Error("Invalid username or password")),
    onRcptTo: (address, session, done) => refusal?.at === "rcpt" ? done(refused()) : done(),
    onData: (stream, session, done) => {
      const parts = [];
      stream.on("data", (part) => parts.push(part));
      stream.on("end", () => {
        if (refusal?.at === "data") {
          return done(refused());
        }
        say({ mail: Buffer.concat(parts).toString("base64"), from: session.envelope.mailFrom.address, to: session.envelope.rcptTo.map((one) => one.address), connections });
        done();
      });
    },
  }).on("error", () => {});
}

function up() {
  server = make();
  server.listen(port, "127.0.0.1", () => {
    port = server.server.address().port;
    say({ listening: port });
  });
}

readline.createInterface({ input: process.stdin }).on("line", (line) => {
  const [order, at, value, ...words] = line.split(" ");
  switch (order) {
    case "refuse": refusal = { at, code: Number(value), words: words.join(" ") }; break;
    case "take": refusal = null; delayMs = 0; break;
    case "slow": delayMs = Number(at); break;
    case "down": server.close(() => say({ done: order })); return;
    case "up": up(); return;
  }
  say({ done: order });
}).on("close", () => process.exit(0));

up();
