import { piecesOf, templateFault, type Piece } from './template';

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
