import { spawn } from 'node:child_process';
import { buildEnvironment } from './build.mjs';
import { findElectron, sandboxSwitches } from './electron.mjs';

const electron = await findElectron();
const { executablePath, version } = electron;
const child = spawn('npx', ['electron-vite', 'dev', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: {
    ...buildEnvironment(electron),
    ELECTRON_EXEC_PATH: executablePath,
    ...(version ? { ELECTRON_MAJOR_VER: version.split('.')[0] } : {}),
    ...(sandboxSwitches().length > 0 ? { NO_SANDBOX: '1' } : {}),
  },
});
child.once('exit', (code) => (process.exitCode = code ?? 1));
