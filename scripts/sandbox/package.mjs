import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build, Platform } from 'electron-builder';

const OUT = 'release/development-only';

/**
 * Packages the app around the borrowed runtime, to see the packaged app run. Never distribute it: that Electron is old and
 * its fuses are unchanged. It also starts through a wrapper that the real package does not have.
 */
export async function packageForDevelopment({ dir, version }) {
  console.log(`Only a development Electron (${version}) can be had here: packing ${OUT}, which is not for release.`);
  const dist = path.resolve('release/.electron');
  rmSync(dist, { recursive: true, force: true });
  rmSync(OUT, { recursive: true, force: true });
  cpSync(dir, dist, { recursive: true, filter: (source) => source !== path.join(dir, 'resources/app') });
  cpSync('scripts/sandbox/tracing-channels.cjs', 'out/main/tracing-channels.cjs');
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
      directories: { output: OUT },
    },
  });
  rmSync(dist, { recursive: true, force: true });
  console.log(`Packed, for development only: ${path.join(OUT, 'linux-unpacked')}`);
}
