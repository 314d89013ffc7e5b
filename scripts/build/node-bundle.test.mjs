import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { expect, it } from 'vitest';
import doubler from './fixtures/doubler?modulePath';

it('gives a worker the path of a bundled module', async () => {
  const worker = new Worker(doubler, { workerData: 21 });
  const [answer] = await once(worker, 'message');
  expect(answer).toBe(42);
});
