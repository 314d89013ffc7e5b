import { RestError } from './rest-error';

const DEFAULT_PAGE_SIZE = 50;
const MAX_PAGE_SIZE = 1_000;

/** An item of a REST list. */
export interface ListItem {
  readonly sid: string;
  readonly [field: string]: unknown;
}

/** One page of the 2010 API's list envelope: `items` under `key`, with relative URIs to the other pages. */
export function listPage(
  key: string,
  items: readonly ListItem[],
  path: string,
  query: URLSearchParams,
): Record<string, unknown> {
  const pageSize = Math.min(numberOf(query, 'PageSize', DEFAULT_PAGE_SIZE, 1), MAX_PAGE_SIZE);
  const page = numberOf(query, 'Page', 0, 0);
  const start = page * pageSize;
  const shown = items.slice(start, start + pageSize);
  const last = shown.at(-1);
  const uriOf = (index: number, token?: string): string => {
    const params = new URLSearchParams(query);
    params.set('PageSize', String(pageSize));
    params.set('Page', String(index));
    if (token === undefined) params.delete('PageToken');
    else params.set('PageToken', `PA${token}`);
    return `${path}?${params.toString()}`;
  };
  return {
    [key]: shown,
    page,
    page_size: pageSize,
    start,
    end: Math.max(start, start + shown.length - 1),
    first_page_uri: uriOf(0),
    next_page_uri: start + pageSize < items.length ? uriOf(page + 1, last?.sid) : null,
    previous_page_uri: page > 0 ? uriOf(page - 1) : null,
    uri: uriOf(page),
  };
}

function numberOf(query: URLSearchParams, key: string, otherwise: number, least: number): number {
  const text = query.get(key);
  if (text === null) return otherwise;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new RestError(400, 20001, `${key} is not valid`);
  return value;
}
