import { RE2JS } from 're2js';

const MAX_PATTERN_CHARS = 256;
/** Step budget of one check in RE2 programs: some 35 ms at worst (60 ns to 250 ns a step were measured). */
const MAX_STEPS = 150_000;
/** Most instructions that one check compiles, estimated beforehand: some 40 ms at worst (20 µs each were measured). */
const MAX_COMPILED = 2100;
const TOO_MUCH = 'too much to compile at once';

/** Characters that `\s` and `\S` match in JavaScript. RE2's own classes cover ASCII only, without U+000B. */
const SPACES = String.raw`\t-\r \x{a0}\x{1680}\x{2000}-\x{200a}\x{2028}\x{2029}\x{202f}\x{205f}\x{3000}\x{feff}`;
const OTHERS =
  String.raw`\x00-\x08\x0e-\x1f\x21-\x{9f}\x{a1}-\x{167f}\x{1681}-\x{1fff}\x{200b}-\x{2027}\x{202a}-\x{202e}` +
  String.raw`\x{2030}-\x{205e}\x{2060}-\x{2fff}\x{3001}-\x{fefe}\x{ff00}-\x{10ffff}`;

/** A schema's pattern in the form a validator wants. One that cannot be enforced matches every text, and `fault` says why. */
export interface Pattern {
  readonly fault: string | undefined;
  test(text: string): boolean;
  /** Identifies the pattern to the validator. */
  toString(): string;
}

/** Compiles schema patterns to RE2 programs, which run in linear time, and limits the work of one check. */
export class SafePatterns {
  #steps = MAX_STEPS;
  #toCompile = MAX_COMPILED;
  readonly #compiled = new WeakMap<object, Map<string, Pattern>>();

  /** Restores both budgets for the next check. */
  refill(): void {
    this.#steps = MAX_STEPS;
    this.#toCompile = MAX_COMPILED;
  }

  /** Compiles a pattern of a schema once, at the first check that has work left for it. */
  compiledFor(schema: object, source: string): Pattern {
    const own = this.#compiled.get(schema) ?? new Map<string, Pattern>();
    this.#compiled.set(schema, own);
    const pattern = own.get(source) ?? this.compile(source);
    if (pattern.fault !== TOO_MUCH) own.set(source, pattern);
    return pattern;
  }

  /** Compiles a pattern. A text for which no budget is left does not match. */
  compile(source: string): Pattern {
    try {
      const program = this.#program(source);
      const test = (text: string): boolean => {
        this.#steps -= text.length * program.programSize();
        return this.#steps >= 0 && program.test(text);
      };
      return { fault: undefined, test, toString: () => source };
    } catch (error) {
      return { fault: error instanceof Error ? error.message : '', test: () => true, toString: () => source };
    }
  }

  #program(source: string): RE2JS {
    if (source.length > MAX_PATTERN_CHARS) throw new Error(`longer than ${String(MAX_PATTERN_CHARS)} characters`);
    // RE2 accepts syntax that JavaScript refuses, such as `\Q` or `(?U)`.
    new RegExp(source, 'u');
    const size = sizeOf(source);
    if (size > MAX_COMPILED) throw new Error('larger than a check can compile in time');
    if (size > this.#toCompile) throw new Error(TOO_MUCH);
    this.#toCompile -= size;
    return RE2JS.compile(RE2JS.translateRegExp(inRe2(source)));
  }
}

/** Tokens of a pattern: escapes, classes, groups and their ends, alternatives, counts and other repetitions, characters. */
const TOKENS =
  /\\[pPuk](?:\{[^}]*\}|<[^>]*>)|\\[\s\S]|\[(?:\\[\s\S]|[^\]\\])*\]|\((?:\?(?:<[^>=!]*>|<?[=!:]|[a-z-]*:))?|\{(\d+)(,?)(\d*)\}|[\s\S]/gu;

/** Most instructions that a valid pattern takes with all its repetitions written out, known before they are. */
function sizeOf(source: string): number {
  const around: number[] = [];
  let before = 0;
  let last = 0;
  for (const [token, least, comma, most] of source.matchAll(TOKENS)) {
    if (token === ')') {
      last += before + 3;
      before = around.pop() ?? 0;
    } else if (least !== undefined) {
      // What may be left out takes a branch of its own each time.
      const always = Number(least);
      last *= most ? 2 * Number(most) - always : always + (comma === '' ? 0 : 3);
    } else if (['*', '+', '?'].includes(token)) {
      last += 2;
    } else {
      before += last;
      last = token === '|' ? 2 : 1;
      if (!token.startsWith('(')) continue;
      around.push(before);
      [before, last] = [0, 0];
    }
  }
  return before + last + 3;
}

/** Rewrites tokens that differ between JavaScript and RE2 and that the library's translation leaves alone. */
function inRe2(source: string): string {
  let isInClass = false;
  return source.replace(/\\[pP]\{(?:Script|sc)=|\\u[dD][89a-fA-F]|\\[\s\S]|[[\].]/g, (token) => {
    if (token === '\\k' || /^\\u[dD]/.test(token)) throw new Error(`${token} is not supported`);
    if (token === '\\s') return isInClass ? SPACES : `[${SPACES}]`;
    if (token === '\\S') return isInClass ? OTHERS : `[${OTHERS}]`;
    if (token.endsWith('=')) return token.slice(0, 3);
    if (isInClass && (token === '[' || token === '.')) return `\\${token}`;
    if (token === '[' || token === ']') isInClass = token === '[';
    return token === '.' ? String.raw`[^\n\r\x{2028}\x{2029}]` : token;
  });
}
