import { execFileSync } from 'node:child_process';
import { takeConfig } from './config';

/** Process that prints the keys it was started with, and the environments that it and a program it starts then have. */
const { keys } = takeConfig(process.env);
const ofChild = execFileSync(process.execPath, ['-p', 'JSON.stringify(process.env)'], { encoding: 'utf8' });
process.stdout.write(JSON.stringify({ keys, environments: JSON.stringify(process.env) + ofChild }));
