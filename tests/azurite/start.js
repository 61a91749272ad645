// Runs Azurite until whoever started it is gone: its standard input ends then, however that process ended.
process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
require("azurite/dist/src/azurite.js");
