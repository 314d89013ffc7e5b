import type { Page } from '@playwright/test';

/** Counts the page's live objects after a garbage collection, by class name. */
export async function objectsAlive(page: Page, names: readonly string[]): Promise<Readonly<Record<string, number>>> {
  const session = await page.context().newCDPSession(page);
  const counts: Record<string, number> = {};
  for (const name of names) {
    const { result } = await session.send('Runtime.evaluate', { expression: `${name}.prototype` });
    const { objects } = await session.send('Runtime.queryObjects', { prototypeObjectId: result.objectId ?? '' });
    const { result: length } = await session.send('Runtime.callFunctionOn', {
      objectId: objects.objectId ?? '',
      functionDeclaration: 'function () { return this.length; }',
      returnByValue: true,
    });
    counts[name] = Number(length.value);
    await session.send('Runtime.releaseObject', { objectId: objects.objectId ?? '' });
  }
  await session.detach();
  return counts;
}

/** Counts the page's event listeners after a garbage collection. */
export async function listenersAlive(page: Page): Promise<number> {
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable');
  await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  return metrics.find(({ name }) => name === 'JSEventListeners')?.value ?? NaN;
}
