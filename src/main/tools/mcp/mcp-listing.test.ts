import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRecord } from '../../../shared/std/guards';
import { schemaForService } from '../../../shared/tool/schema/for-service';
import { schemasIn } from '../../../shared/tool/schema/references';
import { createArgumentCheck } from '../check/argument-check';
import { SafePatterns } from '../check/safe-patterns';
import { validate } from '../check/schema-validator';
import { MAX_CHECK_STEPS } from '../check/schema-visit';
import { offerOf } from './mcp-listing';
import { args, tool } from './mcp-listing.fixture';

/** True for parameters that a model service is known to refuse, and with them the session. */
function isRefused(parameters: Readonly<Record<string, unknown>>): boolean {
  if (parameters['type'] !== 'object' || !isRecord(parameters['properties'])) return true;
  if (['anyOf', 'oneOf', 'allOf', 'not', 'enum', '$ref'].some((each) => Object.hasOwn(parameters, each))) return true;
  const waiting: unknown[] = [parameters];
  for (const each of waiting) {
    if (!isRecord(each)) continue;
    const types = Array.isArray(each['type']) ? each['type'] : [each['type']];
    const isList = types.includes('array') || each['items'] !== undefined;
    if ((isList && !isRecord(each['items'])) || typeof each['exclusiveMinimum'] === 'boolean') return true;
    if (each['required'] !== undefined && !Array.isArray(each['required'])) return true;
    for (const [, inside] of schemasIn(each)) waiting.push(inside);
  }
  return false;
}

describe('a listing of tools', () => {
  it('costs nobody a session, a crash or a stall, whatever 1,000 servers write', async () => {
    const check = createArgumentCheck();
    const patterns = new SafePatterns();
    let offered = 0;
    const harmless = fc.asyncProperty(tool, args, async (listed, given) => {
      const { functions, unusable } = await offerOf([listed]);
      expect(functions.length + unusable.length).toBe(1);
      for (const { parameters } of functions) {
        offered += 1;
        expect([isRefused(schemaForService(parameters)), parameters]).toEqual([false, parameters]);
        check(parameters, JSON.stringify(given));
        patterns.refill();
        expect(validate(parameters, given, (source) => patterns.compile(source)).steps).toBeLessThan(
          2 * MAX_CHECK_STEPS,
        );
      }
    });
    await fc.assert(harmless, { numRuns: 1000 });
    expect(offered).toBeGreaterThan(50);
  });

  it('says of each tool that cannot be used why, and keeps the others', async () => {
    const tree = { type: 'object', properties: { child: { $ref: '#' } } };
    const { functions, unusable } = await offerOf([
      { name: 'find', inputSchema: { type: 'object' } },
      { name: '', inputSchema: {} },
      { inputSchema: {} },
      { name: 'x'.repeat(200), inputSchema: {} },
      { name: 'tree', inputSchema: tree },
      { name: 'list', inputSchema: { type: 'array' } },
      { name: 'find', inputSchema: {} },
      { name: 'bare' },
      7,
    ]);
    expect(functions.map(({ name, parameters }) => [name, parameters])).toEqual([
      ['find', { type: 'object' }],
      ['bare', {}],
    ]);
    expect(unusable).toEqual([
      { name: '', reason: 'It has no name' },
      { name: '', reason: 'It has no name' },
      { name: 'x'.repeat(128), reason: 'Its name is longer than 128 characters' },
      {
        name: 'tree',
        reason: expect.stringContaining('Refers to itself') as string,
      },
      { name: 'list', reason: 'type: Arguments have names, so this is “object”' },
      { name: 'find', reason: 'The server lists this name twice' },
      { name: '', reason: 'It has no name' },
    ]);
    const names = (count: number) => Array.from({ length: count }, (_, index) => ({ name: `t${String(index)}` }));
    expect(await offerOf([...names(300), ...names(100)])).toMatchObject({
      functions: { length: 256 },
      unusable: { length: 65 },
    });
  });

  it('offers no more than a console can be sent at once', async () => {
    const inputSchema = { type: 'object', description: 'x'.repeat(16_000) };
    const { functions, unusable } = await offerOf(
      Array.from({ length: 40 }, (_, index) => ({ name: `t${String(index)}`, inputSchema })),
    );
    expect([functions.length, unusable.length]).toEqual([32, 8]);
    expect(unusable[0]).toEqual({
      name: 't32',
      reason: 'The parameters of all tools together are too long to be listed',
    });
  });

  it('is read a few tools at a time, so that calls go on meanwhile', async () => {
    let turns = 0;
    let isRead = false;
    const turn = (): void => {
      turns += 1;
      if (!isRead) setImmediate(turn);
    };
    setImmediate(turn);
    await offerOf(Array.from({ length: 1000 }, (_, index) => ({ name: `t${String(index)}`, inputSchema: {} })));
    isRead = true;
    expect(turns).toBeGreaterThan(50);
  });
});
