import { describe, expect, it } from 'vitest';
import { diffTexts } from '../../shared/agent/agent-diff';
import type { AgentLibrary } from '../../shared/agent/agent-library';
import { agentHref, agentRouteOf, EDITOR_PARTS } from '../routes/agent-route';
import { answeredLabel } from './versions/publish-dialog';
import { foldSame } from './versions/diff-view';
import { importedFile } from './library/agent-list';
import { takesExpectedWords, TRANSCRIPTION_MODELS } from '../../shared/agent/transcription';
import { languageChoices } from './parts/voice-part';

const LIBRARY: AgentLibrary = {
  agents: [],
  defaultId: 'front-desk',
  lines: { '+14155550134': 'night', '+442079460100': 'night', '+33142685300': 'front-desk' },
  notices: [],
};

describe('an address of an agent', () => {
  it('leads back to where it came from', () => {
    for (const part of EDITOR_PARTS)
      expect(agentRouteOf(agentHref('agent_1-x', part).slice(1))).toEqual({ agentId: 'agent_1-x', part });
  });

  it.each([
    ['/agents', { agentId: null, part: 'words' }],
    ['/agents/a/nowhere', { agentId: 'a', part: 'words' }],
    ['/agents/<b>/limits', { agentId: null, part: 'limits' }],
  ])('%s is read as far as it makes sense', (address, route) => {
    expect(agentRouteOf(address)).toEqual(route);
  });
});

describe('whom an agent answers', () => {
  it.each([
    ['night', 'New calls to +1 415 555 0134 and +44 20 7946 0100 are answered by it.'],
    ['front-desk', 'New calls to +33 1 42 68 53 00 and every line without an agent of its own are answered by it.'],
    ['nobody', 'No line is answered by it.'],
  ])('%s: %s', (id, words) => {
    expect(answeredLabel(LIBRARY, id, true)).toBe(words);
  });

  it('names a few lines and counts the rest', () => {
    const lines = Object.fromEntries(Array.from({ length: 9 }, (_, index) => [`+1415555010${String(index)}`, 'night']));
    expect(answeredLabel({ ...LIBRARY, lines }, 'night', true)).toMatch(/0102 and 6 more are answered/);
  });

  it('is nobody before it was published', () => {
    expect(answeredLabel(LIBRARY, 'new', false)).toBe('It can answer lines from then on.');
  });
});

describe('a folded difference', () => {
  it('keeps two lines on each side of a change and counts the others', () => {
    const from = Array.from({ length: 20 }, (_, index) => `line ${String(index)}`);
    const to = from.map((line, index) => (index === 10 ? 'other' : line));
    const shown = foldSame(diffTexts(from.join('\n'), to.join('\n')));
    expect(shown.map((each) => ('folded' in each ? each.folded : each.kind))).toEqual([
      8,
      'same',
      'same',
      'removed',
      'added',
      'same',
      'same',
      7,
    ]);
  });

  it('folds all of what did not change', () => {
    expect(foldSame(diffTexts('a\nb', 'a\nb'))).toEqual([{ folded: 2 }]);
  });
});

describe('a file that was chosen', () => {
  it('is text, or it is said why not', async () => {
    expect(await importedFile(new File(['{}'], 'a.json'))).toEqual({ text: '{}' });
    expect(await importedFile(new File([new Uint8Array([0xff, 0xfe, 0x00])], 'a.json'))).toMatchObject({
      problems: [{ sentence: 'It could not be read as text.' }],
    });
    expect(await importedFile(new File(['x'.repeat(1_100_000)], 'a.json'))).toMatchObject({
      code: 'not-an-agent-file',
    });
  });
});

it('knows which transcription models take words to expect', () => {
  expect(TRANSCRIPTION_MODELS.filter((model) => !takesExpectedWords(model))).toEqual(['gpt-realtime-whisper']);
  expect(takesExpectedWords('gpt-4o-transcribe-diarize')).toBe(false);
});

describe('languageChoices', () => {
  it('keeps a language that is not in the list', () => {
    expect(languageChoices('is').map(({ value }) => value)).toContain('is');
    expect(languageChoices('en').filter(({ value }) => value === 'en')).toEqual([{ value: 'en', label: 'English' }]);
  });
});
