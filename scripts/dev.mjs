import { spawn } from 'node:child_process';
import { findElectron, sandboxSwitches } from './electron.mjs';

const { executablePath, version } = await findElectron();
const child = spawn('npx', ['electron-vite', 'dev', ...process.argv.slice(2)], {
  stdio: 'inherit',
  env: {
    ...process.env,
    ELECTRON_EXEC_PATH: executablePath,
    ...(version ? { ELECTRON_MAJOR_VER: version.split('.')[0] } : {}),
    ...(sandboxSwitches().length > 0 ? { NO_SANDBOX: '1' } : {}),
  },
});
child.once('exit', (code) => (process.exitCode = code ?? 1));
