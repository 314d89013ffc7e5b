'use strict';
require('./tracing-channels.cjs');
const path = require('node:path');
const { app } = require('electron');

/** Parses `electron [-r module]… [switches] <folder>` as Electron's own default app does. */
function readArguments(words) {
  const modules = [];
  let folder;
  for (let at = 0; at < words.length && folder === undefined; at += 1) {
    if (words[at] === '-r' || words[at] === '--require') modules.push(words[(at += 1)]);
    else if (!words[at].startsWith('-')) folder = words[at];
  }
  return { modules, folder };
}

const { modules, folder } = readArguments(process.argv.slice(1));
if (folder === undefined) {
  process.stderr.write('usage: electron <folder of an app>\n');
  process.exit(64);
}
for (const each of modules) require(path.resolve(each));
const home = path.resolve(folder);
const manifest = require(path.join(home, 'package.json'));
app.setName(manifest.productName ?? manifest.name);
app.setVersion(manifest.version);
app.setAppPath(home);
require(path.join(home, manifest.main));
