import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { AgentProfileSchema } from '../../../shared/agent/agent';
import { agentId, agentVersion, type LibraryNotice, type PublishedAgent } from '../../../shared/agent/agent-library';
import { DraftSchema } from '../../../shared/agent/draft';
import { broughtUp } from '../../../shared/agent/older-agents';
import { parsedJson } from '../../../shared/std/guards';
import { isNewerThan, NewerRelease } from '../newer-release';
import { readIfThere, syncFolder, writeWhole } from '../atomic-file';

/** The library's folder inside the data folder. */
export const AGENTS_FOLDER = 'agents';

const ASSIGNMENTS_FILE = 'assignments.json';
const DRAFT_FILE = 'draft.json';
/** Name of a version file. Damaged ones count as well, so that no number is given twice. */
const VERSION_FILE = /^v(\d{1,6})\.json(?:\.damaged-\d+)?$/;
/** Mark of a folder being removed. Removal renames it first, because half a folder would look like a damaged agent. */
const REMOVED = '.removed-';

const FORMAT = 1;
const format = z.literal(FORMAT);
const profile = z.record(z.string(), z.unknown()).transform(broughtUp);

const DraftFileSchema = z.object({
  format,
  revision: z.number().int().nonnegative(),
  at: z.number().nonnegative(),
  profile: profile.pipe(DraftSchema),
});
const VersionFileSchema = z.object({
  format,
  version: agentVersion,
  at: z.number().nonnegative(),
  profile: profile.pipe(AgentProfileSchema),
});
const AssignmentsSchema = z.object({
  format,
  defaultId: agentId,
  lines: z.record(z.string().max(64), agentId),
});

export type Draft = Omit<z.infer<typeof DraftFileSchema>, 'format'>;
export type Assignments = Omit<z.infer<typeof AssignmentsSchema>, 'format'>;

/** Stored data of an agent, without the content of its versions, which is read on demand. */
export interface StoredAgent {
  readonly id: string;
  /** `newer`: it was written by a newer release. */
  readonly draft: Draft | 'newer' | undefined;
  /** In ascending order. */
  readonly versions: readonly number[];
}

/** Stores each agent as a folder with its draft and one file for each version, so that damage never spreads beyond one file. */
export class AgentFiles {
  private readonly root: string;

  constructor(
    dataFolder: string,
    private readonly wallMs: () => number,
    /** Called when a damaged file was set aside. */
    private readonly onDamage: (notice: LibraryNotice) => void,
  ) {
    this.root = path.join(dataFolder, AGENTS_FOLDER);
  }

  /** Reads all agents. Rejects with the system's error when the folder cannot be read. */
  async readAll(): Promise<readonly StoredAgent[]> {
    await mkdir(this.root, { recursive: true, mode: 0o700 });
    const found: StoredAgent[] = [];
    for (const entry of await readdir(this.root, { withFileTypes: true })) {
      if (entry.name.startsWith(REMOVED)) await rm(path.join(this.root, entry.name), { recursive: true, force: true });
      else if (entry.isDirectory() && agentId.safeParse(entry.name).success)
        found.push(await this.readAgent(entry.name));
    }
    return found.sort((one, other) => (one.id < other.id ? -1 : 1));
  }

  /** Throws `NewerRelease` when a newer release decided which agent answers which line. */
  async readAssignments(): Promise<Assignments | undefined> {
    const read = await this.read(AssignmentsSchema, null, 'assignments', ASSIGNMENTS_FILE);
    if (read === 'newer') throw new NewerRelease(path.join(this.root, ASSIGNMENTS_FILE));
    return read;
  }

  writeAssignments(assignments: Assignments): Promise<void> {
    return writeWhole(path.join(this.root, ASSIGNMENTS_FILE), JSON.stringify({ format: FORMAT, ...assignments }));
  }

  /** Writes a draft, and creates the agent's folder if needed. An agent exists once its draft does. */
  async writeDraft(id: string, draft: Draft): Promise<void> {
    const folder = path.join(this.root, id);
    if ((await mkdir(folder, { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(this.root);
    await writeWhole(path.join(folder, DRAFT_FILE), JSON.stringify({ format: FORMAT, ...draft }));
  }

  /** Writes a version, which is never written again. */
  writeVersion(id: string, published: PublishedAgent): Promise<void> {
    return writeWhole(this.versionFile(id, published.version), JSON.stringify({ format: FORMAT, ...published }));
  }

  /**
   * Reads a version; undefined when it does not exist, or its file was damaged and is set aside. `newer`: a newer release wrote
   * it. Rejects with the system's error.
   */
  async readVersion(id: string, version: number): Promise<PublishedAgent | 'newer' | undefined> {
    const read = await this.read(VersionFileSchema, id, 'version', id, path.basename(this.versionFile(id, version)));
    if (read === 'newer') return read;
    return read?.version === version ? { version, at: read.at, profile: read.profile } : undefined;
  }

  async remove(id: string): Promise<void> {
    const away = path.join(this.root, `${REMOVED}${id}-${String(this.wallMs())}`);
    await rename(path.join(this.root, id), away);
    await syncFolder(this.root);
    await rm(away, { recursive: true, force: true });
  }

  private versionFile(id: string, version: number): string {
    return path.join(this.root, id, `v${String(version)}.json`);
  }

  private async readAgent(id: string): Promise<StoredAgent> {
    const draft = await this.read(DraftFileSchema, id, 'draft', id, DRAFT_FILE);
    const names = await readdir(path.join(this.root, id));
    const versions = new Set(names.flatMap((name) => VERSION_FILE.exec(name)?.[1] ?? []).map(Number));
    return { id, draft, versions: [...versions].sort((one, other) => one - other) };
  }

  /**
   * Reads a file and checks it against its schema. A damaged one is kept under another name and reported; one of a newer release
   * is left as it is.
   */
  private async read<T>(
    schema: z.ZodType<T>,
    of: string | null,
    what: LibraryNotice['what'],
    ...names: readonly string[]
  ): Promise<T | 'newer' | undefined> {
    const file = path.join(this.root, ...names);
    const text = await readIfThere(file);
    if (text === undefined) return undefined;
    const content = parsedJson(text);
    const read = schema.safeParse(content);
    if (read.success) return read.data;
    if (isNewerThan(FORMAT, content) || isProfileAlone(read.error)) return 'newer';
    const kept = `${file}.damaged-${String(this.wallMs())}`;
    await rename(file, kept);
    this.onDamage({ agentId: of, what, kept: path.relative(path.dirname(this.root), kept) });
    return undefined;
  }
}

/** True if a file is whole, and only its profile holds what this release does not know, such as a voice that came later. */
function isProfileAlone({ issues }: z.ZodError): boolean {
  return issues.every(({ path: [first, ...rest] }) => first === 'profile' && rest.length > 0);
}
