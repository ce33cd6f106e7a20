// What axe finds in HTML files, light and dark, wide and narrow: a line of JSON for each file.
// node axe.js NODE_MODULES AXE_JS CHROMIUM FILE...
const [modules, axe, chromium, ...files] = process.argv.slice(2);
const { readFileSync } = require("fs");
const { resolve } = require("path");
const puppeteer = require(modules + "/puppeteer-core");

async function look(browser, file, scheme, width) {
  const page = await browser.newPage();
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto("file://" + resolve(file));
  const beyond = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth
  );
  await page.evaluate(readFileSync(axe, "utf8"));
  const { violations } = await page.evaluate(() => axe.run());
  await page.close();
  const found = violations.map((v) => `${scheme} ${width}: ${v.impact} ${v.id}: ${v.nodes[0].html.slice(0, 120)}`);
  if (beyond > 0) found.push(`${scheme} ${width}: wider than the window by ${beyond}`);
  for (const url of asked.slice(1)) if (!url.startsWith("data:")) found.push(`asks for ${url}`);
  return found;
}

(async () => {
  const browser = await puppeteer.launch({ executablePath: chromium, args: ["--no-sandbox"], headless: true });
  for (const file of files) {
    const found = [];
    for (const scheme of ["light", "dark"])
      for (const width of [1000, 380]) found.push(...(await look(browser, file, scheme, width)));
    console.log("AXE " + JSON.stringify({ file, found }));
  }
  await browser.close();
})();
