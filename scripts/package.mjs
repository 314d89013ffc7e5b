import { build as pack } from 'electron-builder';
import { build } from './build.mjs';
import { findElectron } from './electron.mjs';
import { checkFuses, FURTHER_FUSES, packedBinary, setFuses } from './package/fuses.mjs';
import { packageForDevelopment } from './sandbox/package.mjs';

const electron = await findElectron();
process.exitCode = await build(electron);
if (process.exitCode === 0) await (electron.isBorrowed ? packageForDevelopment(electron) : packageForRelease());

/** Packages the release, and verifies that the requested fuses are set in it. */
async function packageForRelease() {
  await pack({
    publish: 'never',
    config: {
      extends: './electron-builder.yml',
      // Before electron-builder sets those it knows, and signs.
      afterPack: ({ appOutDir }) => setFuses(packedBinary(appOutDir), FURTHER_FUSES),
      afterAllArtifactBuild: ({ outDir, configuration }) => {
        for (const file of checkFuses(outDir, { ...configuration.electronFuses, ...FURTHER_FUSES }))
          console.log(`Fuses as they should be: ${file}`);
        return [];
      },
    },
  });
}
