import { isRecord } from '../../std/guards';
import type { JsonSchema } from '../parameters';

/** Parts of a schema with every reference written out. A check visits each at most once for each place of the arguments. */
const MAX_PARTS = 2000;

const CYCLE = 'Refers to itself by a “$ref”: write out as many levels as you need';
const TOO_MANY = `Has more than ${String(MAX_PARTS)} parts once each “$ref” is written out: fewer or simpler ones are needed`;
const NOWHERE = 'A “$ref” points nowhere';
const RENAMED = 'An “$id” inside the schema changes what a “$ref” means: leave it out';

const REFERENCES: ReadonlySet<string> = new Set(['$ref', '$dynamicRef', '$recursiveRef']);

/**
 * Explains why checking against a schema could take for ever; undefined when its size bounds the work. References are followed,
 * once each: a schema of a few kB can stand for millions of parts, or for no end of them.
 */
export function schemaSizeFault(schema: JsonSchema): string | undefined {
  return new Measure(schema).fault();
}

/** Counts the parts of one schema. Every value counts as a part, also where it is only data. */
class Measure {
  private readonly sizes = new Map<object, number>();
  private readonly underWay = new Set<object>();
  private readonly anchors = new Map<string, object>();
  private found: string | undefined;

  constructor(private readonly root: JsonSchema) {
    this.readNames(root);
  }

  fault(): string | undefined {
    const size = this.sizeOf(this.root);
    return this.found ?? (size > MAX_PARTS ? TOO_MANY : undefined);
  }

  private readNames(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inside] of Object.entries(value)) {
      if ((key === '$anchor' || key === '$dynamicAnchor') && typeof inside === 'string')
        this.anchors.set(inside, value);
      if (key === '$id' && typeof inside === 'string' && value !== this.root) this.found ??= RENAMED;
      this.readNames(inside);
    }
  }

  private sizeOf(value: unknown): number {
    if (typeof value !== 'object' || value === null) return 1;
    const known = this.sizes.get(value);
    if (known !== undefined) return known;
    if (this.underWay.has(value)) {
      this.found ??= CYCLE;
      return 0;
    }
    this.underWay.add(value);
    let size = 1;
    for (const [key, inside] of Object.entries(value)) {
      const isReference = REFERENCES.has(key) && typeof inside === 'string';
      size += isReference ? this.sizeOf(this.target(inside)) : this.sizeOf(inside);
    }
    this.underWay.delete(value);
    this.sizes.set(value, size);
    return size;
  }

  /** The part that a reference means; one that points nowhere is a fault. */
  private target(reference: string): unknown {
    const target = reference.startsWith('#/') ? this.at(reference) : this.named(reference);
    if (target === undefined) this.found ??= NOWHERE;
    return target;
  }

  private named(reference: string): unknown {
    return reference === '#' ? this.root : this.anchors.get(reference.slice(1));
  }

  private at(pointer: string): unknown {
    let value: unknown = this.root;
    for (const step of pointer.slice(2).split('/')) {
      const key = plain(step);
      if (key === undefined || !(isRecord(value) || Array.isArray(value)) || !Object.hasOwn(value, key))
        return undefined;
      value = (value as Readonly<Record<string, unknown>>)[key];
    }
    return value;
  }
}

/** A step of a JSON pointer in a URL without its escapes; undefined when it is malformed. */
function plain(step: string): string | undefined {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return undefined;
  }
}
