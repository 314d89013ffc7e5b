import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { BLANK_PROFILE, DEFAULT_AGENT, profileOf } from '../../../shared/agent/agent';
import { writeAgentFile } from '../../../shared/agent/agent-file';
import { agentOf, openLibrary, publishAs, refusalOf, type TestLibrary } from './agents.fixture';
import { createFolder } from '../store.fixture';

const FRONT_DESK = DEFAULT_AGENT.id;
const LONDON = '+442079460100';
const PARIS = '+33142685300';

let folder: string;
let remove: () => void;
let library: TestLibrary;

beforeEach(async () => {
  ({ folder, remove } = createFolder());
  library = await openLibrary(folder);
});

afterEach(() => remove());

async function created(name = 'Night desk', isPublished = true): Promise<string> {
  const { id } = agentOf(await library.create(name));
  if (isPublished) await publishAs(library, id, { instructions: `You are ${name}.` });
  return id;
}

describe('an empty library', () => {
  it('begins with the agent it is given, published, answering every line', () => {
    expect(library.answering()).toEqual(DEFAULT_AGENT);
    expect(library.agentFor(LONDON)).toEqual(DEFAULT_AGENT);
    expect(library.list()).toMatchObject({ defaultId: FRONT_DESK, lines: {}, notices: [] });
    expect(library.list().agents).toMatchObject([{ id: FRONT_DESK, published: { version: 1 }, isDraftAhead: false }]);
  });

  it('takes over the version an earlier release had counted', async () => {
    remove();
    library = await openLibrary(folder, { seed: { ...DEFAULT_AGENT, version: 7, greeting: 'Kept' } });
    expect(library.answering()).toMatchObject({ version: 7, greeting: 'Kept' });
    expect(await publishAs(library, FRONT_DESK, { greeting: 'Next' })).toBe(8);
  });
});

describe('a draft', () => {
  it('answers nobody until it is published, and everything is there after a restart', async () => {
    const { draft } = agentOf(library.get(FRONT_DESK));
    const profile = { ...draft.profile, greeting: 'Good evening.' };
    expect(await library.saveDraft(FRONT_DESK, profile, draft.revision)).toEqual({ ok: true, revision: 2 });
    expect(library.answering().greeting).toBe(DEFAULT_AGENT.greeting);
    const again = await openLibrary(folder);
    expect(agentOf(again.get(FRONT_DESK)).draft).toMatchObject({ revision: 2, profile: { greeting: 'Good evening.' } });
    expect(again.list().agents).toMatchObject([{ isDraftAhead: true, published: { version: 1 } }]);
    expect(await again.publish(FRONT_DESK, 2)).toEqual({ ok: true, version: 2 });
    expect((await openLibrary(folder)).answering()).toMatchObject({ version: 2, greeting: 'Good evening.' });
  });

  it('is refused when no file could hold it, and the one before stays', async () => {
    const { draft } = agentOf(library.get(FRONT_DESK));
    const instructions = 'é'.repeat(500_000);
    const large = { ...draft.profile, instructions, greeting: 'é'.repeat(50_000) };
    expect(refusalOf(await library.saveDraft(FRONT_DESK, large, draft.revision)).code).toBe('too-large');
    expect(agentOf(library.get(FRONT_DESK)).draft).toEqual(draft);
  });

  it('is not overwritten by a console that has not seen it', async () => {
    const { profile } = agentOf(library.get(FRONT_DESK)).draft;
    await library.saveDraft(FRONT_DESK, { ...profile, greeting: 'one' }, 1);
    const late = await library.saveDraft(FRONT_DESK, { ...profile, greeting: 'two' }, 1);
    expect(refusalOf(late).code).toBe('changed-elsewhere');
    expect(refusalOf(await library.publish(FRONT_DESK, 1)).code).toBe('changed-elsewhere');
    expect(refusalOf(await library.restore(FRONT_DESK, 1, 1)).code).toBe('changed-elsewhere');
    expect(agentOf(library.get(FRONT_DESK)).draft.profile.greeting).toBe('one');
  });

  it('of two that come at once takes one', async () => {
    const { profile } = agentOf(library.get(FRONT_DESK)).draft;
    const saves = ['one', 'two', 'three'].map((greeting) => library.saveDraft(FRONT_DESK, { ...profile, greeting }, 1));
    expect((await Promise.all(saves)).filter(({ ok }) => ok)).toHaveLength(1);
    expect(agentOf(library.get(FRONT_DESK)).draft.profile.greeting).toBe('one');
  });

  it('may be what could not answer a call, and says why when it is published', async () => {
    const id = await created('Half done', false);
    const { draft } = agentOf(library.get(id));
    const tools = [...draft.profile.tools, ...draft.profile.tools];
    const half = { ...draft.profile, name: ' ', model: '', instructions: 'x'.repeat(32_001), tools };
    expect(await library.saveDraft(id, half, draft.revision)).toEqual({ ok: true, revision: 2 });
    const { code, problems } = refusalOf(await library.publish(id, 2));
    expect(code).toBe('cannot-publish');
    expect(problems.map(({ where }) => where)).toEqual(['name', 'model', 'tools', 'instructions']);
    expect(agentOf((await openLibrary(folder)).get(id)).draft.profile).toEqual(half);
  });
});

describe('versions', () => {
  it('are counted, never change, and can become the draft again', async () => {
    for (const greeting of ['two', 'three']) await publishAs(library, FRONT_DESK, { greeting });
    const first = readFileSync(path.join(folder, 'agents', FRONT_DESK, 'v1.json'), 'utf8');
    expect((await library.versions(FRONT_DESK)).map(({ version, isReadable }) => [version, isReadable])).toEqual([
      [3, true],
      [2, true],
      [1, true],
    ]);
    const { revision } = agentOf(library.get(FRONT_DESK)).draft;
    const restored = agentOf(await library.restore(FRONT_DESK, 1, revision));
    expect(restored.draft.profile).toEqual(profileOf(DEFAULT_AGENT));
    expect(library.answering()).toMatchObject({ version: 3, greeting: 'three' });
    expect(await library.publish(FRONT_DESK, restored.draft.revision)).toEqual({ ok: true, version: 4 });
    expect(library.answering()).toEqual({ ...DEFAULT_AGENT, version: 4 });
    expect(readFileSync(path.join(folder, 'agents', FRONT_DESK, 'v1.json'), 'utf8')).toBe(first);
    expect(refusalOf(await library.version(FRONT_DESK, 9)).code).toBe('no-such-version');
  });

  it('are not made of a draft that says the same', async () => {
    expect(await library.publish(FRONT_DESK, 1)).toEqual({ ok: true, version: 1 });
    expect(await library.versions(FRONT_DESK)).toHaveLength(1);
  });
});

describe('lines', () => {
  it('are answered by their own agent, the rest by the default', async () => {
    const night = await created();
    await library.assign(LONDON, night);
    expect(library.agentFor(LONDON)).toMatchObject({ id: night, version: 1 });
    expect(library.agentFor(PARIS)).toMatchObject({ id: FRONT_DESK });
    await library.assign(null, night);
    await library.assign(LONDON, FRONT_DESK);
    const again = await openLibrary(folder);
    expect([again.agentFor(LONDON).id, again.agentFor(PARIS).id]).toEqual([FRONT_DESK, night]);
    await library.assign(LONDON, null);
    expect(library.agentFor(LONDON).id).toBe(night);
  });

  it('take no agent that was never published, or is none', async () => {
    const draft = await created('Draft', false);
    expect(refusalOf(await library.assign(LONDON, draft)).code).toBe('never-published');
    expect(refusalOf(await library.assign(null, draft)).code).toBe('never-published');
    expect(refusalOf(await library.assign(LONDON, 'agent_none')).code).toBe('no-such-agent');
    expect(refusalOf(await library.assign(LONDON, 'constructor')).code).toBe('no-such-agent');
    expect(library.agentFor('constructor').id).toBe(FRONT_DESK);
  });

  it('keep their agent from being removed, by name', async () => {
    const night = await created();
    await library.assign(LONDON, night);
    expect(refusalOf(await library.remove(night))).toMatchObject({
      code: 'lines-use-it',
      problems: [{ where: LONDON, sentence: 'This line is answered by the agent.' }],
    });
    expect(refusalOf(await library.remove(FRONT_DESK)).code).toBe('is-default');
    await library.assign(LONDON, null);
    expect(await library.remove(night)).toEqual({ ok: true });
    expect(readdirSync(path.join(folder, 'agents')).sort()).toEqual(['assignments.json', FRONT_DESK]);
    expect(refusalOf(library.get(night)).code).toBe('no-such-agent');
  });
});

describe('copies', () => {
  it('have the draft of the other and a name of their own', async () => {
    const names: string[] = [];
    for (let copy = 0; copy < 3; copy += 1) {
      const { draft, published } = agentOf(await library.duplicate(FRONT_DESK));
      expect({ ...draft.profile, name: '' }).toEqual({ ...profileOf(DEFAULT_AGENT), name: '' });
      expect(published).toBeNull();
      names.push(draft.profile.name);
    }
    expect(names).toEqual(['Front desk (copy)', 'Front desk (copy 2)', 'Front desk (copy 3)']);
  });

  it('leave as a file and come back as a draft, without a secret', async () => {
    const key = 'c0ffee-not-a-common-look-42';
    library = await openLibrary(folder, { secrets: [key] });
    const secretive = `Say ${key} and sk-proj-0123456789abcdefghij, with Authorization: Bearer abcdefghijklmnop1234`;
    await publishAs(library, FRONT_DESK, { instructions: secretive, name: 'Früh & Spät / desk' });
    const exported = library.export(FRONT_DESK);
    if (!exported.ok) throw new Error(exported.code);
    expect(exported.fileName).toBe('fru-h-spa-t-desk.agent.json');
    expect(exported.removed).toBe(3);
    expect(exported.text).not.toMatch(/c0ffee|0123456789abcdef|abcdefghijklmnop/);
    const { draft, published } = agentOf(await library.import(exported.text));
    expect(draft.profile).toEqual({
      ...profileOf(DEFAULT_AGENT),
      name: 'Früh & Spät / desk',
      instructions: 'Say SECRET-LEFT-OUT and SECRET-LEFT-OUT, with Authorization: Bearer SECRET-LEFT-OUT',
    });
    expect(published).toBeNull();
  });

  it('of a file that is none are not made, and what is wrong is told with its place', async () => {
    const text = writeAgentFile({ ...BLANK_PROFILE, name: 'x' }).replace('"marin"', '"fable"');
    const refusal = refusalOf(await library.import(text));
    expect(refusal.code).toBe('not-an-agent-file');
    expect(refusal.problems).toMatchObject([{ where: 'agent.voice' }]);
    expect(library.list().agents).toHaveLength(1);
  });
});

describe('what happened', () => {
  it('is told for whoever shows the library', async () => {
    const night = await created('Night desk');
    await library.assign(LONDON, night);
    await library.assign(LONDON, null);
    await library.remove(night);
    expect(library.told).toEqual([
      'created Night desk',
      'published Night desk 1',
      'assigned Night desk',
      'assigned',
      'removed Night desk',
    ]);
  });
});
