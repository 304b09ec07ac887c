// What Grafana's own package makes of figures: unit, decimals, value, text.
globalThis.navigator = { language: "en-US", languages: ["en-US"] };
const data = require("path").resolve("node_modules/@grafana/data/dist/cjs");
const { getDisplayProcessor } = require(data + "/field/displayProcessor.cjs");
const { createTheme } = require(data + "/themes/createTheme.cjs");
const { formattedValueToString } = require(data + "/valueFormats/valueFormats.cjs");
const values = {
  bytes: [0, 1, 512, 1023, 1024, 1536, 1048576, 5368709120, 32 * 2 ** 30, 1.25 * 2 ** 40, 123.456 * 2 ** 40, -5368709120, 3.2 * 2 ** 50],
  binBps: [0, 100, 2048, 1e6, -1e6, 1e9],
  percentunit: [0, 0.0012, 0.05, 0.156, 0.15625, 0.5, 0.755, 0.8, 1, 1.234, 2.1, 2.5, -0.1],
  s: [0, 0.5, 1, 59, 60, 90, 300, 3600, 5400, 86400, 100000, 864000, 1e6, 2592000, 31536000, 5e7, 4e8, -3600],
  short: [0, 1, 12, 999, 1000, 1234, 12345, 1234567, 0.5, 12.345, -1500],
  locale: [0, 1, 12, 999, 1000, 1234, 12345, 1234567, 0.5, 12.345, 1234.5],
  none: [0, 1, 0.156, 12.345, 1234.5],
  "suffix:d": [0, 0.5, 10, 12.345, 1234.5],
};
const lines = [];
for (const [unit, figures] of Object.entries(values)) {
  for (const decimals of [undefined, 0, 2]) {
    const process = getDisplayProcessor({ field: { type: "number", config: { unit, decimals } }, theme: createTheme() });
    figures.forEach(value => lines.push([unit, decimals ?? "", value, formattedValueToString(process(value))].join("\t")));
  }
}
require("fs").writeFileSync("expected.tsv", lines.join("\n") + "\n");
