import { ARGUMENT_PATH } from './argument-path';

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
