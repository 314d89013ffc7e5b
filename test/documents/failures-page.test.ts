import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { NGROK_CODES } from '../../src/main/tunnel/ngrok-error';
import { AGENT_REFUSALS } from '../../src/shared/agent/agent-library';
import { END_REASONS } from '../../src/shared/call/events/call';
import { TRANSFER_FAILURES } from '../../src/shared/call/events/operator';
import { TOOL_FAILURES } from '../../src/shared/call/events/tool';
import { FAILURE_CODES } from '../../src/shared/contract/failures';
import { PRACTICE_REFUSALS } from '../../src/shared/contract/practice-contract';
import { SETUP_REFUSALS } from '../../src/shared/contract/setup-contract';
import { NGROK_OUTCOMES, OPENAI_OUTCOMES, TWILIO_NOTES, TWILIO_OUTCOMES } from '../../src/shared/keys/key-check';
import { KEY_REFUSALS } from '../../src/shared/keys/key-refusal';
import { TOOL_SECRET_REFUSALS } from '../../src/shared/keys/tool-secret';
import { VAULT_PROBLEMS } from '../../src/shared/keys/vault-status';
import { DIAL_REFUSALS } from '../../src/shared/line/dial-refusal';
import { LINE_PROBLEMS } from '../../src/shared/line/line-problem';
import { TUNNEL_FAULTS } from '../../src/shared/line/reach-failure';
import { LINE_TEST_PROBLEMS } from '../../src/shared/line/line-test';
import { SIGNING_FAULTS } from '../../src/shared/line/signing-fault';
import { STREAM_ERRORS } from '../../src/shared/line/stream-error';

const PAGE = readFileSync(path.resolve(__dirname, '../../docs/failures.md'), 'utf8');

/** Closed lists of codes that users see, each with the heading under which the page explains it. */
const LISTS: readonly (readonly [heading: string, codes: readonly string[]])[] = [
  ['Refusals of the console', FAILURE_CODES],
  ['Why a call out was not placed', DIAL_REFUSALS],
  ['Why a caller was not put through', TRANSFER_FAILURES],
  ['Why a call ended', END_REASONS],
  ['What Twilio’s numbers for a stream mean', STREAM_ERRORS],
  ['What can be wrong with Twilio’s signatures', SIGNING_FAULTS],
  ['Why an agent was not changed', AGENT_REFUSALS],
  ['Why there is no practice call', PRACTICE_REFUSALS],
  ['Why a tool call failed', TOOL_FAILURES],
  ['Why a key was not taken', KEY_REFUSALS],
  ['Why a secret of tools was not kept', TOOL_SECRET_REFUSALS],
  ['What can be wrong with the vault', VAULT_PROBLEMS],
  ['OpenAI', OPENAI_OUTCOMES],
  ['Twilio', [...TWILIO_OUTCOMES, ...TWILIO_NOTES]],
  ['ngrok', NGROK_OUTCOMES],
  ['Why a choice was not taken', SETUP_REFUSALS],
  ['What can be wrong with a line', LINE_PROBLEMS],
  ['Why the test of a line failed', LINE_TEST_PROBLEMS],
  ['What can be wrong with the tunnel', TUNNEL_FAULTS],
];

/** Codes in the first column of the tables under a heading. */
function codesUnder(heading: string): readonly string[] {
  const sections = PAGE.split(/^#{2,3} /m);
  const section = sections.find((text) => text.startsWith(`${heading}\n`)) ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('| `'));
  return rows.flatMap((row) => [...(row.split(' | ')[0] ?? '').matchAll(/`([\w-]+)`/g)].map(([, code]) => code ?? ''));
}

describe('docs/failures.md', () => {
  it.each(LISTS)('explains every code of “%s”, and none that there is not', (heading, codes) => {
    expect([...codesUnder(heading)].sort()).toEqual([...codes].sort());
  });

  it('names every code of ngrok’s that has a meaning of its own', () => {
    const section = PAGE.slice(PAGE.indexOf('## What can be wrong with the tunnel'));
    const named = section.split('\n').flatMap((row) => (row.split(' | ')[1] ?? '').match(/\d+/g) ?? []);
    expect(new Set(named)).toEqual(new Set(NGROK_CODES));
  });
});
