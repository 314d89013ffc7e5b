import { describe, expect, it } from 'vitest';
import { BLANK_PROFILE, DEFAULT_AGENT, profileOf, type AgentProfile } from './agent';
import { MAX_AGENT_FILE_BYTES, readAgentFile, writeAgentFile } from './agent-file';
import { TURN_TAKING_PRESETS } from './turn-taking';

const PROFILE: AgentProfile = {
  ...profileOf(DEFAULT_AGENT),
  instructions: 'Zeilen\nund\tTabs, „Anführung“, 日本語, 🙂',
  expectedWords: ['Kestrel'],
  turnTaking: TURN_TAKING_PRESETS.patient,
  limits: { longestCallMinutes: 10, longestSilenceSeconds: 30, spendUsd: 1.5, then: 'raise-to-operator' },
};

const TEXT = writeAgentFile(PROFILE);

/** The file with one thing changed. */
function file(change: Readonly<Record<string, unknown>>, outside: Readonly<Record<string, unknown>> = {}): string {
  return JSON.stringify({ switchboard: 'agent', format: 1, agent: { ...PROFILE, ...change }, ...outside });
}

function without(key: keyof AgentProfile): string {
  const { [key]: _left, ...rest } = PROFILE;
  return JSON.stringify({ switchboard: 'agent', format: 1, agent: rest });
}

function told(text: string): string {
  const read = readAgentFile(text);
  return read.ok ? 'taken' : read.problems.map(({ where, sentence }) => `${where}: ${sentence}`).join(' | ');
}

const TOOL = {
  kind: 'http',
  name: 'lookup',
  description: '',
  parameters: {},
  timeoutMs: 5000,
  method: 'GET',
  url: 'https://a.example',
};

const HOSTILE: readonly (readonly [string, string, RegExp])[] = [
  ['nothing', '', /^line 1, column 1: The text ends/],
  ['a cut-off file', TEXT.slice(0, -40), /^line \d+, column \d+: /],
  ['no JSON', 'MZ\u0090\u0000', /^line 1, column 1: /],
  ['markup', '<script>alert(1)</script>', /^line 1, column 1: /],
  ['a list', '[]', /^the file: It is JSON, but not an agent/],
  ['a number', '7', /^the file: /],
  ['null', 'null', /^the file: /],
  ['another kind', '{"switchboard":"tool","format":1}', /^the file: /],
  ['a newer format', file({}, { format: 2 }), /^format: This release reads format 1/],
  [
    'a key twice',
    TEXT.replace('"voice"', '"voice": "ash",\n    "voice"'),
    /^line \d+, column 5: The key "voice" is given twice/,
  ],
  [
    'the key __proto__',
    TEXT.replace('"voice"', '"__proto__": {"x": 1}, "voice"'),
    /The key "__proto__" is not allowed/,
  ],
  ['endless nesting', `${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`, /Nested more than 48 levels/],
  [
    'nested parameters',
    file({ tools: [{ ...TOOL, parameters: JSON.parse(`${'{"a":'.repeat(60)}1${'}'.repeat(60)}`) as unknown }] }),
    /Nested more than 48/,
  ],
  ['too much of it', file({ instructions: 'x'.repeat(MAX_AGENT_FILE_BYTES) }), /^the file: It is larger than 1 MiB/],
  ['an unknown key', file({ temperature: 0.7 }), /^agent\.temperature: This key is not known/],
  [
    'a key of every object',
    file({ constructor: { prototype: { admin: true } } }),
    /^agent\.constructor: This key is not known/,
  ],
  ['an unknown key outside', file({}, { api_key: 'sk-1' }), /^api_key: This key is not known/],
  ['an id and a version', file({ id: 'front-desk', version: 99 }), /agent\.id: .*agent\.version: /],
  ['an unknown key deep inside', file({ limits: { ...PROFILE.limits, then2: 1 } }), /^agent\.limits\.then2: /],
  ['an unknown key of a tool', file({ tools: [{ ...TOOL, sudo: true }] }), /^agent\.tools\[0\]\.sudo: /],
  ['a field that is missing', without('instructions'), /^agent\.instructions: /],
  ['a field of another type', file({ instructions: ['a'] }), /^agent\.instructions: /],
  ['null for a text', file({ greeting: null }), /^agent\.greeting: /],
  ['a voice that is none', file({ voice: 'onyx' }), /^agent\.voice: /],
  ['instructions too long', file({ instructions: 'x'.repeat(32_001) }), /^agent\.instructions: /],
  [
    'turn-taking of both ways',
    file({ turnTaking: { ...TURN_TAKING_PRESETS.balanced, eagerness: 'low' } }),
    /^agent\.turnTaking\.eagerness: This key is not known/,
  ],
  ['turn-taking of neither', file({ turnTaking: { by: 'luck' } }), /^agent\.turnTaking\.by: /],
  [
    'a number beyond its bounds',
    file({ limits: { ...PROFILE.limits, longestCallMinutes: 1e9 } }),
    /^agent\.limits\.longestCallMinutes: /,
  ],
  [
    'a number that is none',
    TEXT.replace('"longestCallMinutes": 10', '"longestCallMinutes": NaN'),
    /A value was expected here/,
  ],
  ['a negative spend', file({ limits: { ...PROFILE.limits, spendUsd: -1 } }), /^agent\.limits\.spendUsd: /],
  [
    'a tool of an unknown kind',
    file({ tools: [{ ...TOOL, kind: 'shell', command: 'rm -rf /' }] }),
    /^agent\.tools\[0\]\.kind: /,
  ],
  ['a tool that reads files', file({ tools: [{ ...TOOL, url: 'file:///etc/passwd' }] }), /^agent\.tools\[0\]/],
  ['a tool whose name is markup', file({ tools: [{ ...TOOL, name: '<img src=x>' }] }), /^agent\.tools\[0\]\.name: /],
  ['two tools of one name', file({ tools: [TOOL, TOOL] }), /^agent\.tools: Two tools are called lookup/],
  [
    '65 tools',
    file({ tools: Array.from({ length: 65 }, (_, index) => ({ ...TOOL, name: `t${String(index)}` })) }),
    /^agent\.tools: /,
  ],
  [
    'a name that turns its direction',
    file({ name: 'Front \u202Eksed' }),
    /^agent\.name: The name holds characters that cannot be seen/,
  ],
  ['a name of blanks', file({ name: '   ' }), /^agent\.name: Give the agent a name/],
  [
    'control characters',
    file({ instructions: 'a\u0000b\u001b[2J' }),
    /^agent\.instructions: This text holds characters that are not text/,
  ],
  ['half a character', TEXT.replace('Kestrel', '\\ud800'), /^agent\.expectedWords\[0\]: This text holds/],
  [
    'a key that is not text',
    file({ tools: [{ ...TOOL, parameters: { 'a\u0007': 1 } }] }),
    /A key holds characters that are not text/,
  ],
  ['a language that is none', file({ language: '../..' }), /^agent\.language: /],
];

describe('readAgentFile', () => {
  it('gives back what was written, and writes the same text again', () => {
    const read = readAgentFile(TEXT);
    expect(read).toEqual({ ok: true, profile: PROFILE });
    expect(writeAgentFile(JSON.parse(JSON.stringify(PROFILE)) as AgentProfile)).toBe(TEXT);
    expect(told(writeAgentFile(BLANK_PROFILE))).toBe('taken');
    expect(told(file({ tools: [TOOL] }))).toBe('taken');
  });

  it('reads a file of a release that knew fewer settings', () => {
    const { noiseReduction: _noise, limits: _limits, ...older } = PROFILE;
    const text = JSON.stringify({ switchboard: 'agent', format: 1, agent: older });
    expect(readAgentFile(text)).toMatchObject({ ok: true, profile: { ...older, noiseReduction: null } });
  });

  it(`refuses each of ${String(HOSTILE.length)} hostile files, with the place`, () => {
    expect(HOSTILE.length).toBeGreaterThanOrEqual(25);
    for (const [name, text, says] of HOSTILE) expect(told(text), name).toMatch(says);
    expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
  });

  it('names no more than twenty faults, and says how many more there are', () => {
    const read = readAgentFile(file(Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`k${String(i)}`, 1]))));
    expect(read.ok ? [] : read.problems).toHaveLength(21);
    expect(read.ok ? '' : read.problems.at(-1)?.sentence).toBe('And 30 more.');
  });
});
