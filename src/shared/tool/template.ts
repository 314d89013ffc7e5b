/** Path into the arguments: names and indexes separated by dots, such as `order.items.0.id`. */
export const ARGUMENT_PATH = /^[A-Za-z0-9_$-]{1,64}(?:\.[A-Za-z0-9_$-]{1,64}){0,15}$/;

/** Value at a path of the arguments; undefined if there is none. Reads own properties only, nothing inherited. */
export function valueAt(value: unknown, path: string): unknown {
  let at = value;
  for (const name of path.split('.')) {
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined;
    at = (at as Readonly<Record<string, unknown>>)[name];
  }
  return at;
}

/** A piece of a text with placeholders. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'argument'; readonly path: string }
  | { readonly kind: 'secret'; readonly name: string };

/** Names that a tool secret may have. */
export const SECRET_NAME = /^[A-Za-z][A-Za-z0-9_-]{0,63}$/;

/** Thrown for a placeholder that means nothing; the message is for the author of the text. */
export class TemplateError extends Error {}

/**
 * Splits a text at its placeholders: `{{order.id}}` stands for an argument, `{{secret:NAME}}` for a secret.
 * @throws TemplateError
 */
export function piecesOf(template: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (let open = template.indexOf('{{'); open >= 0; open = template.indexOf('{{', from)) {
    const close = template.indexOf('}}', open + 2);
    if (close < 0) throw new TemplateError('A placeholder begins with “{{” and does not end with “}}”');
    if (open > from) pieces.push({ kind: 'text', text: template.slice(from, open) });
    pieces.push(placeholder(template.slice(open + 2, close).trim()));
    from = close + 2;
  }
  if (from < template.length) pieces.push({ kind: 'text', text: template.slice(from) });
  return pieces;
}

/** Reason why a text with placeholders is invalid; undefined if it is valid. */
export function templateFault(template: string): string | undefined {
  try {
    piecesOf(template);
    return undefined;
  } catch (error) {
    return error instanceof TemplateError ? error.message : 'Not understood';
  }
}

function placeholder(inside: string): Piece {
  const secret = /^secret:(.*)$/.exec(inside)?.[1]?.trim();
  if (secret !== undefined) {
    if (!SECRET_NAME.test(secret)) throw new TemplateError(`“${inside.slice(0, 80)}” names no secret`);
    return { kind: 'secret', name: secret };
  }
  if (!ARGUMENT_PATH.test(inside)) throw new TemplateError(`“${inside.slice(0, 80)}” names no argument`);
  return { kind: 'argument', path: inside };
}

/** Paths of the arguments that a text with placeholders uses, such as `order.id`; none if the text is invalid. */
export function argumentsIn(template: string): readonly string[] {
  if (templateFault(template) !== undefined) return [];
  return piecesOf(template).flatMap((piece) => (piece.kind === 'argument' ? [piece.path] : []));
}

type Placeholder = Exclude<Piece, { kind: 'text' }>;

/**
 * Fills a JSON template. Inside quotation marks a value becomes escaped text; elsewhere it becomes JSON, and a missing one null.
 * The result of a valid template is JSON whatever the values are.
 * @throws TemplateError
 */
export function fillJson(template: string, valueOf: (placeholder: Placeholder) => unknown): string {
  let filled = '';
  let isInside = false;
  for (const piece of piecesOf(template)) {
    if (piece.kind === 'text') {
      isInside = endsInside(piece.text, isInside);
      filled += piece.text;
    } else {
      const value = valueOf(piece);
      filled += isInside ? JSON.stringify(textOf(value)).slice(1, -1) : JSON.stringify(value ?? null);
    }
  }
  return filled;
}

/** Reason why a text is not a JSON template; undefined if it is one. */
export function jsonTemplateFault(template: string): string | undefined {
  const fault = templateFault(template);
  if (fault !== undefined) return fault;
  try {
    JSON.parse(fillJson(template, () => ''));
    return undefined;
  } catch {
    return 'Not JSON, even when its placeholders are filled';
  }
}

/** Converts a value to text: a string stays as it is, nothing becomes empty, anything else becomes JSON. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Tells whether a piece of JSON ends inside quotation marks. A placeholder right after a lone backslash is never meant. */
function endsInside(text: string, wasInside: boolean): boolean {
  let isInside = wasInside;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') isInside = !isInside;
    else if (text[i] === '\\' && isInside) i++;
  }
  return isInside;
}
