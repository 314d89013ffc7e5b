import { parseArgs } from 'node:util';
import { echoStage } from './stages/echo-stage';

const { values } = parseArgs({ options: { calls: { type: 'string' }, seconds: { type: 'string' } } });

async function run(): Promise<void> {
  for (const subject of ['raw forward', 'switchboard'] as const) {
    const result = await echoStage(subject, Number(values.calls ?? 50), Number(values.seconds ?? 60));
    console.log(result);
  }
}

void run();
