import { createKeptLog } from './store.fixture';
import { lockFolder } from './folder-lock';

/** Process that holds a data folder until it is killed: `node <this> <folder>`. It prints `held` once it does. */
const [folder = ''] = process.argv.slice(2);

lockFolder({ folder, mode: 'served', log: createKeptLog().log });
process.stdout.write('held\n');
setInterval(() => undefined, 60_000);
