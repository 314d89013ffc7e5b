import { piecesOf, templateFault, type Piece } from './template';

type Placeholder = Exclude<Piece, { kind: 'text' }>;

/**
 * JSON with placeholders, filled: inside quotation marks a value stands as text, escaped; elsewhere as the JSON it is, nothing
 * as null. What comes out is JSON whatever the values are, when the template is.
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

/** Why a text is no JSON with placeholders; undefined: it is. */
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

/** A value as text: a string as it is, nothing as nothing, anything else as JSON. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** Whether the end of a piece of JSON is inside quotation marks. No placeholder can stand behind a lone backslash and mean it. */
function endsInside(text: string, wasInside: boolean): boolean {
  let isInside = wasInside;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '"') isInside = !isInside;
    else if (text[i] === '\\' && isInside) i++;
  }
  return isInside;
}
