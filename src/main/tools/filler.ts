import { piecesOf, TemplateError, textOf, valueAt, type Piece } from '../../shared/tool/template';
import type { TemplateRow } from '../../shared/tool/tool';
import type { CallArguments } from './check/call-arguments';
import type { SecretsInUse } from './secrets-in-use';
import { ToolError } from './tool-error';

type Placeholder = Exclude<Piece, { kind: 'text' }>;

/** Fills the templates of a tool with the arguments of one call, and remembers which of them were used. */
export class Filler {
  private readonly used = new Set<string>();

  constructor(
    private readonly args: CallArguments,
    private readonly secrets: Pick<SecretsInUse, 'of'>,
  ) {}

  /** Arguments, by name, that no template used. */
  unused(): readonly (readonly [name: string, value: unknown])[] {
    return Object.entries(this.args).filter(([name]) => !this.used.has(name));
  }

  valueOf(placeholder: Placeholder): unknown {
    if (placeholder.kind === 'secret') return this.secrets.of(placeholder.name);
    this.used.add(placeholder.path.split('.')[0] ?? '');
    return valueAt(this.args, placeholder.path);
  }

  /** Fills a template with each value encoded by `encode`. @throws ToolError */
  fill(template: string, encode: (text: string, placeholder: Placeholder) => string): string {
    return pieces(template)
      .map((piece) => (piece.kind === 'text' ? piece.text : encode(wellFormed(textOf(this.valueOf(piece))), piece)))
      .join('');
  }

  /**
   * Fills rows of names and values. A row that consists of one argument is left out when that is missing, and repeated for each
   * item of a list.
   */
  rows(rows: readonly TemplateRow[]): [name: string, value: string][] {
    return rows.flatMap(({ name, value }) => this.values(value).map((each): [string, string] => [name, each]));
  }

  private values(template: string): readonly string[] {
    const [only, ...more] = pieces(template);
    if (only?.kind !== 'argument' || more.length > 0) return [this.fill(template, (text) => text)];
    const value = this.valueOf(only);
    if (value === undefined || value === null) return [];
    return (Array.isArray(value) ? (value as readonly unknown[]) : [value]).map((each) => wellFormed(textOf(each)));
  }
}

function pieces(template: string): readonly Piece[] {
  try {
    return piecesOf(template);
  } catch (error) {
    throw error instanceof TemplateError ? new ToolError('failed', error.message) : error;
  }
}

/** Removes lone surrogates, which no encoding can express. */
export function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}
