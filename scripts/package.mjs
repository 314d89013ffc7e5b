import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, Platform } from 'electron-builder';
import { findElectron } from './electron.mjs';
import { checkFuses } from './package/fuses.mjs';

const DEVELOPMENT_OUT = 'release/development-only';

const electron = await findElectron();
if (electron.source === 'registry') await packageForDevelopment(electron);
else await packageForRelease();

/** Packs what is passed on, and reads back that the fuses that were asked for are in it. */
async function packageForRelease() {
  await build({
    publish: 'never',
    config: {
      extends: './electron-builder.yml',
      afterAllArtifactBuild: ({ outDir, configuration }) => {
        for (const file of checkFuses(outDir, configuration.electronFuses))
          console.log(`Fuses as they should be: ${file}`);
        return [];
      },
    },
  });
}

/**
 * Packs the app around the development runtime, to see the packaged shape run. Never pass it on: that Electron is old, its fuses
 * are as they came, and it starts through a wrapper that the real package does not have.
 */
async function packageForDevelopment({ dir, version }) {
  console.log(
    `Only a development Electron (${version}) can be had here: packing ${DEVELOPMENT_OUT}, which is not for release.`,
  );
  const dist = path.resolve('release/.electron');
  rmSync(dist, { recursive: true, force: true });
  rmSync(DEVELOPMENT_OUT, { recursive: true, force: true });
  cpSync(dir, dist, { recursive: true, filter: (source) => source !== path.join(dir, 'resources/app') });
  cpSync('scripts/electron/tracing-channels.cjs', 'out/main/tracing-channels.cjs');
  writeFileSync('out/main/development.cjs', "require('./tracing-channels.cjs');\nrequire('./index.js');\n");
  await build({
    targets: Platform.LINUX.createTarget('dir'),
    publish: 'never',
    config: {
      extends: './electron-builder.yml',
      electronDist: dist,
      electronVersion: version,
      npmRebuild: false,
      electronFuses: null,
      extraMetadata: { main: 'out/main/development.cjs' },
      directories: { output: DEVELOPMENT_OUT },
    },
  });
  rmSync(dist, { recursive: true, force: true });
  console.log(`Packed, for development only: ${path.join(DEVELOPMENT_OUT, 'linux-unpacked')}`);
}
