import type { CallLog } from '../call-log';
import type { XmlElement } from './xml';

/** A parsed `<Stream>` element. */
export interface StreamVerb {
  readonly url: string;
  readonly name: string;
  /** False fails with 31941: a bidirectional stream carries only the caller's track. */
  readonly hasValidTrack: boolean;
  readonly callback: { readonly url: string; readonly method: 'GET' | 'POST' } | undefined;
  readonly customParameters: Readonly<Record<string, string>>;
}

const MAX_PARAMETER_CHARACTERS = 499;

/** Parses a `<Stream>` element; a parameter that is too long is left out and logged. */
export function readStreamVerb(element: XmlElement, log: CallLog): StreamVerb {
  const { url = '', name = '', track, statusCallback, statusCallbackMethod } = element.attributes;
  const method = statusCallbackMethod?.toUpperCase() === 'GET' ? 'GET' : 'POST';
  const parameters = new Map<string, string>();
  for (const { attributes } of element.children.filter((child) => child.name === 'Parameter')) {
    const { name: key = '', value = '' } = attributes;
    if (key.length + value.length <= MAX_PARAMETER_CHARACTERS) parameters.set(key, value);
    else log.violation('parameter-too-long', key.slice(0, 40));
  }
  return {
    url,
    name,
    hasValidTrack: track === undefined || track === 'inbound_track',
    callback: statusCallback === undefined ? undefined : { url: statusCallback, method },
    customParameters: Object.fromEntries(parameters),
  };
}
