import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newTool } from '../tool/new-tool';
import type { ScriptTool } from '../tool/tool';
import { BLANK_PROFILE, DEFAULT_AGENT, profileOf, VOICES, type AgentProfile } from './agent';
import { diffProfiles, diffSequences, diffTexts, fieldText, type DiffLine } from './agent-diff';
import { changedFields, midCallChange, PROFILE_FIELD_NAMES } from './profile-fields';
import { TURN_TAKING_PRESETS } from './turn-taking';

const anyText = fc
  .array(fc.constantFrom('a', 'b', 'one two', 'one  two three', '', 'naïve 日本', '<b>'), { maxLength: 12 })
  .map((lines) => lines.join('\n'));

const anyProfile: fc.Arbitrary<AgentProfile> = fc.record({
  name: fc.constantFrom('A', 'B'),
  greeting: anyText,
  greetingInterruptible: fc.boolean(),
  instructions: anyText,
  model: fc.constantFrom('gpt-realtime-2.1', 'gpt-realtime-1.5'),
  voice: fc.constantFrom(...VOICES),
  language: fc.constantFrom('', 'en'),
  transcriptionModel: fc.constantFrom('', 'gpt-transcribe'),
  expectedWords: fc.array(fc.constantFrom('x', 'y'), { maxLength: 3 }),
  noiseReduction: fc.constantFrom(null, { microphone: 'near', strength: 1 }, { microphone: 'far', strength: 0.5 }),
  turnTaking: fc.constantFrom(...Object.values(TURN_TAKING_PRESETS), {
    ...TURN_TAKING_PRESETS.patient,
    callerInterrupts: false,
  }),
  tools: fc.subarray([...BLANK_PROFILE.tools]),
  limits: fc.record({
    longestCallMinutes: fc.integer({ min: 1, max: 3 }),
    longestSilenceSeconds: fc.constantFrom(null, 30),
    spendUsd: fc.constantFrom(null, 0.5),
    then: fc.constantFrom('say-goodbye', 'raise-to-operator'),
  }),
});

function side(lines: readonly DiffLine[], other: 'removed' | 'added'): string {
  return lines
    .filter(({ kind }) => kind !== other)
    .map(({ pieces }) => pieces.map(({ text }) => text).join(''))
    .join('\n');
}

describe('diffSequences', () => {
  it('leads from one to the other, by no more steps than there are items', () => {
    const items = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 30 });
    fc.assert(
      fc.property(items, items, (from, to) => {
        const steps = diffSequences(from, to);
        expect(steps.filter(({ kind }) => kind !== 'added').map(({ item }) => item)).toEqual(from);
        expect(steps.filter(({ kind }) => kind !== 'removed').map(({ item }) => item)).toEqual(to);
      }),
      { numRuns: 1000 },
    );
  });

  it('finds a shortest way', () => {
    const changes = diffSequences(Array.from('abcabba'), Array.from('cbabac')).filter(({ kind }) => kind !== 'same');
    expect(changes).toHaveLength(5);
    expect(diffSequences(['a', 'b'], ['a', 'b']).every(({ kind }) => kind === 'same')).toBe(true);
  });

  it('gives two long texts that share nothing up at once', () => {
    const from = Array.from({ length: 5000 }, (_, index) => `a${String(index)}`);
    const to = from.map((line) => `b${line}`);
    expect(diffSequences(from, to)).toHaveLength(10_000);
  });
});

describe('diffTexts', () => {
  it('holds both texts, word by word', () => {
    fc.assert(
      fc.property(anyText, anyText, (from, to) => {
        const lines = diffTexts(from, to);
        expect(side(lines, 'added')).toBe(from);
        expect(side(lines, 'removed')).toBe(to);
        if (from === to) expect(lines.every(({ kind }) => kind === 'same')).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('marks the words that changed in a line, and no others', () => {
    expect(diffTexts('Be brief and exact.\nSmile.', 'Be brief and friendly.\nSmile.')).toEqual([
      {
        kind: 'removed',
        pieces: [
          { text: 'Be brief and ', changed: false },
          { text: 'exact', changed: true },
          { text: '.', changed: false },
        ],
      },
      {
        kind: 'added',
        pieces: [
          { text: 'Be brief and ', changed: false },
          { text: 'friendly', changed: true },
          { text: '.', changed: false },
        ],
      },
      { kind: 'same', pieces: [{ text: 'Smile.', changed: false }] },
    ]);
  });
});

describe('diffProfiles', () => {
  it('is empty for the same profile and names every field that changed', () => {
    fc.assert(
      fc.property(anyProfile, anyProfile, (from, to) => {
        const changes = diffProfiles(from, to);
        expect([...new Set(changes.map(({ field }) => field))]).toEqual(changedFields(from, to));
        for (const { lines } of changes) expect(lines.some(({ kind }) => kind !== 'same')).toBe(true);
        expect(diffProfiles(from, structuredClone(from))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('shows a tool that came, went or changed by its name', () => {
    const from = profileOf(DEFAULT_AGENT);
    const [tool] = from.tools;
    if (tool === undefined) throw new Error('no tool');
    const to = { ...from, tools: [{ ...tool, timeoutMs: 20_000 }] };
    const [change, ...more] = diffProfiles(from, to);
    expect(more).toEqual([]);
    expect(change?.title).toBe(`Tool ${tool.name}`);
    expect(
      change?.lines
        .filter(({ kind }) => kind === 'added')
        .map(({ pieces }) =>
          pieces
            .map(({ text }) => text)
            .join('')
            .trim(),
        ),
    ).toEqual(['timeoutMs: 20000']);
    expect(diffProfiles(from, { ...from, tools: [] })[0]?.lines.every(({ kind }) => kind === 'removed')).toBe(true);
  });
});

describe('a tool that changed', () => {
  const { kind, parameters, ...rest } = newTool('script', new Set()) as ScriptTool;
  const before: ScriptTool = { kind, parameters, ...rest, code: 'const a = 1;\n\nreturn a;\n' };
  const changes = (after: ScriptTool): readonly string[] => {
    const from = { ...profileOf(DEFAULT_AGENT), tools: [before] };
    const [change] = diffProfiles(from, { ...from, tools: [after] });
    return (change?.lines ?? [])
      .filter((line) => line.kind !== 'same')
      .map((line) => `${line.kind} ${line.pieces.map(({ text }) => text).join('')}`);
  };

  it('shows the lines of its code that changed, as they were written', () => {
    expect(changes({ ...before, code: 'const a = 2;\n\nreturn a;\n' })).toEqual([
      'removed   const a = 1;',
      'added   const a = 2;',
    ]);
  });

  it('shows what changed where it stands, though its keys came in another order', () => {
    expect(changes({ ...rest, code: before.code, timeoutMs: 9000, parameters, kind })).toEqual([
      'removed timeoutMs: 8000',
      'added timeoutMs: 9000',
    ]);
  });
});

describe('fields', () => {
  it('each have words', () => {
    for (const field of PROFILE_FIELD_NAMES) expect(fieldText(profileOf(DEFAULT_AGENT), field)).toBeTypeOf('string');
  });

  it('that may not change in a call are kept, the others applied', () => {
    fc.assert(
      fc.property(anyProfile, anyProfile, (from, to) => {
        const { applied, kept } = midCallChange(from, to);
        expect([...applied, ...kept].sort()).toEqual([...changedFields(from, to)].sort());
        for (const field of applied)
          expect(['greeting', 'greetingInterruptible', 'model', 'voice']).not.toContain(field);
      }),
    );
  });
});
