import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEFAULT_AGENT } from '../../../shared/agent/agent';
import { agentOf, openLibrary, publishAs, refusalOf } from './agents.fixture';
import writerPath from './agent-writer.fixture?modulePath';
import { createFolder, createKeptLog } from '../store.fixture';

const ID = DEFAULT_AGENT.id;
const IS_ROOT = process.getuid?.() === 0;

let folder: string;
let remove: () => void;
let agents: string;

beforeEach(() => {
  ({ folder, remove } = createFolder());
  agents = path.join(folder, 'agents');
});

afterEach(() => remove());

function damage(file: string, text: string): void {
  writeFileSync(path.join(agents, file), text);
}

const kept = (under: string): readonly string[] =>
  readdirSync(path.join(agents, under)).filter((name) => name.includes('.damaged-'));

describe('a library whose process is killed while it writes', () => {
  it('has every version and draft it said it had, whole', async () => {
    let told = [0, 0];
    for (const afterLines of [1, 7, 30]) {
      const child = spawn(process.execPath, [writerPath, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      const gone = once(child, 'exit');
      let lines = 0;
      for await (const line of createInterface({ input: child.stdout })) {
        told = line.split(' ').map(Number);
        lines += 1;
        if (lines === afterLines) child.kill('SIGKILL');
      }
      await gone;
      const { log, codes } = createKeptLog();
      const library = await openLibrary(folder, { log });
      const [revision = 0, version = 0] = told;
      const { draft, published } = agentOf(library.get(ID));
      expect(draft.revision).toBeGreaterThanOrEqual(revision);
      expect(published?.version).toBeGreaterThanOrEqual(version);
      expect(published?.version).toBeLessThanOrEqual(version + 1);
      const versions = await library.versions(ID);
      expect(versions.every(({ isReadable }) => isReadable)).toBe(true);
      expect(versions.map((each) => each.version)).toEqual(versions.map((_, index) => versions.length - index));
      expect(codes()).toEqual([]);
    }
  });
});

describe('a damaged file', () => {
  it.each(['', '{', 'null', '[]', '{"format":1}', '{"format":"2","revision":1}'])(
    'that holds %j loses the draft only, is kept and told',
    async (text) => {
      const before = await openLibrary(folder);
      await publishAs(before, ID, { greeting: 'Published.' });
      damage(`${ID}/draft.json`, text);
      const { log, codes } = createKeptLog();
      const library = await openLibrary(folder, { log });
      expect(agentOf(library.get(ID)).draft.profile.greeting).toBe('Published.');
      expect(library.answering()).toMatchObject({ greeting: 'Published.', version: 2 });
      const [name = ''] = kept(ID);
      expect(readFileSync(path.join(agents, ID, name), 'utf8')).toBe(text);
      expect(library.list().notices).toEqual([{ agentId: ID, what: 'draft', kept: `agents/${ID}/${name}` }]);
      expect(codes()).toEqual(['agents.set-aside']);
    },
  );

  it('of the last version lets the one before answer, and its number is not given again', async () => {
    const before = await openLibrary(folder);
    for (const greeting of ['two', 'three']) await publishAs(before, ID, { greeting });
    damage(`${ID}/v3.json`, '{"format":1,"version":3');
    const library = await openLibrary(folder);
    expect(library.answering()).toMatchObject({ version: 2, greeting: 'two' });
    expect(library.list().agents).toMatchObject([{ isDraftAhead: true }]);
    const again = await openLibrary(folder);
    expect(await again.versions(ID)).toMatchObject([
      { version: 3, isReadable: false },
      { version: 2, isReadable: true },
      { version: 1, isReadable: true },
    ]);
    expect(refusalOf(await again.version(ID, 3)).code).toBe('no-such-version');
    expect(await publishAs(again, ID, { greeting: 'four' })).toBe(4);
  });

  it('under the name of another version is none', async () => {
    await publishAs(await openLibrary(folder), ID, { greeting: 'two' });
    damage(`${ID}/v2.json`, readFileSync(path.join(agents, ID, 'v1.json'), 'utf8'));
    expect((await openLibrary(folder)).answering().version).toBe(1);
  });

  it('of the assignments leaves all agents, and the usual one answers', async () => {
    const before = await openLibrary(folder);
    const { id } = agentOf(await before.create('Night desk'));
    await publishAs(before, id, { greeting: 'Night.' });
    await before.assign(null, id);
    damage('assignments.json', '{"format":1,"defaultId":"../../etc/passwd","lines":{}}');
    const library = await openLibrary(folder);
    expect(library.answering().id).toBe(ID);
    expect(library.list().agents).toHaveLength(2);
    expect(library.list().notices).toMatchObject([{ agentId: null, what: 'assignments' }]);
    expect((await openLibrary(folder)).list().notices).toEqual([]);
  });

  it('of an agent with nothing else takes that agent away and no other', async () => {
    const before = await openLibrary(folder);
    const { id } = agentOf(await before.create('Never published'));
    damage(`${id}/draft.json`, 'lost');
    const library = await openLibrary(folder);
    expect(library.list().agents.map((agent) => agent.id)).toEqual([ID]);
    expect(kept(id)).toHaveLength(1);
  });

  it('of an earlier release is read as it was meant', async () => {
    await openLibrary(folder);
    const { limits: _limits, turnTaking: _turns, expectedWords: _words, ...older } = DEFAULT_AGENT;
    const turnTaking = { threshold: 0.4, prefixPaddingMs: 100, silenceMs: 700 };
    const profile = { ...older, turnTaking, longestCallMinutes: 12 };
    damage(`${ID}/draft.json`, JSON.stringify({ format: 1, revision: 5, at: 1, profile }));
    const { draft } = agentOf((await openLibrary(folder)).get(ID));
    expect(draft.profile).toMatchObject({
      turnTaking: { by: 'silence', silenceMs: 700 },
      limits: { longestCallMinutes: 12 },
    });
  });
});

describe('an agent of a newer release', () => {
  const files = (id: string): Record<string, string> =>
    Object.fromEntries(
      readdirSync(path.join(agents, id)).map((name) => [name, readFileSync(path.join(agents, id, name), 'utf8')]),
    );

  /** A library of two agents; the first answers, and its newest file is of a newer release. */
  async function newer(file: string, change: (content: Record<string, unknown>) => unknown): Promise<string> {
    const before = await openLibrary(folder);
    await publishAs(before, ID, { greeting: 'Two.' });
    const { id } = agentOf(await before.create('Night desk'));
    await publishAs(before, id, { greeting: 'Night.' });
    const content = JSON.parse(readFileSync(path.join(agents, ID, file), 'utf8')) as Record<string, unknown>;
    damage(`${ID}/${file}`, JSON.stringify(change(content)));
    return id;
  }

  it.each([
    ['a draft of a later format', 'draft.json', (content: object) => ({ ...content, format: 2, revision: 'ten' })],
    ['a version of a later format', 'v2.json', () => ({ format: 7 })],
    [
      'a voice that came later',
      'v2.json',
      (content: { profile?: object }) => ({ ...content, profile: { ...content.profile, voice: 'linden' } }),
    ],
  ])(
    'is left as it is and told, with %s; another one answers until it can be read again',
    async (_name, file, change) => {
      const other = await newer(file, change);
      const left = files(ID);
      const { log, codes } = createKeptLog();
      const library = await openLibrary(folder, { log });
      expect(library.list().notices).toEqual([{ agentId: ID, what: 'newer', kept: `agents/${ID}` }]);
      expect(codes()).toEqual(['agents.newer']);
      expect(library.answering()).toMatchObject({ id: other, greeting: 'Night.' });
      expect(refusalOf(library.get(ID)).code).toBe('no-such-agent');
      expect(refusalOf(await library.remove(ID)).code).toBe('no-such-agent');
      await library.assign('+1', other);
      await library.create('Third');
      expect(files(ID)).toEqual(left);
      expect((await openLibrary(folder)).list()).toMatchObject({ defaultId: ID, lines: { '+1': other } });
    },
  );

  it('that is the only one is not written over by the first agent of an empty library', async () => {
    await openLibrary(folder);
    damage(`${ID}/draft.json`, '{"format":2}');
    const left = files(ID);
    const library = await openLibrary(folder);
    expect(library.answering()).toEqual(DEFAULT_AGENT);
    expect(files(ID)).toEqual(left);
  });

  it('that says which agent answers which line refuses the start in words', async () => {
    await openLibrary(folder);
    damage('assignments.json', '{"format":2}');
    await expect(openLibrary(folder)).rejects.toThrow(/written by a newer Switchboard\. Update Switchboard/);
    expect(readFileSync(path.join(agents, 'assignments.json'), 'utf8')).toBe('{"format":2}');
  });
});

describe('a disk that refuses', () => {
  it('leaves what was stored, and says so', async () => {
    const library = await openLibrary(folder);
    const { draft } = agentOf(library.get(ID));
    const place = path.join(agents, ID);
    if (IS_ROOT) writeFileSync(path.join(folder, 'in-the-way'), '');
    else chmodSync(place, 0o500);
    if (IS_ROOT) {
      remove();
      writeFileSync(folder, '');
    }
    const saved = await library.saveDraft(ID, { ...draft.profile, greeting: 'lost' }, draft.revision);
    expect(refusalOf(saved).code).toBe('cannot-save');
    expect(refusalOf(await library.create('New')).code).toBe('cannot-save');
    expect(agentOf(library.get(ID)).draft).toEqual(draft);
    if (!IS_ROOT) chmodSync(place, 0o700);
  });
});
