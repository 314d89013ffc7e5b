import { z } from 'zod';
import { templateFault } from './template';

const ORIGIN = /^https?:\/\/[^\s/?#\\@{}]+$/i;
const ADDRESS = /^(https?:\/\/[^\s/?#\\]*)(?:[/?]|$)/i;

/** Reason why a tool may not use an address; undefined if it may. Placeholders may only follow the host. */
export function addressFault(text: string): string | undefined {
  const origin = ADDRESS.exec(text)?.[1];
  if (origin === undefined) return 'Begins with https:// and a host';
  if (origin.includes('@')) return 'Holds no user name and no password: put them into a secret';
  if (origin.includes('{{')) return 'The host is fixed: placeholders may stand behind it only';
  if (text.includes('#')) return 'Holds no “#”';
  if (/\s/.test(text)) return 'Holds no space: placeholders are encoded by themselves';
  const fault = templateFault(text);
  if (fault !== undefined) return fault;
  return parsed(origin) === undefined ? 'Begins with https:// and a host' : undefined;
}

/** Origin of a tool's address; undefined if the address is invalid. */
export function originOf(text: string): string | undefined {
  const origin = ADDRESS.exec(text)?.[1];
  return origin === undefined ? undefined : parsed(origin)?.origin;
}

function parsed(origin: string): URL | undefined {
  if (!ORIGIN.test(origin)) return undefined;
  try {
    return new URL(origin);
  } catch {
    return undefined;
  }
}

/** Origin of a web address: a scheme, a host and perhaps a port, such as `https://api.example.com`. */
export const OriginSchema = z
  .string()
  .max(300)
  .refine((text) => ORIGIN.test(text) && originOf(text) !== undefined, 'An origin such as https://api.example.com');
