// Runs Azurite until whoever started it is gone: its standard input ends then, however that process ended. The folder that it
// was given goes with it.
const fs = require("fs");
const folder = process.argv[process.argv.indexOf("--location") + 1];
process.on("exit", () => fs.rmSync(folder, { recursive: true, force: true }));
process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
require("azurite/dist/src/azurite.js");
