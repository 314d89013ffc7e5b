/**
 * What a script finds around it, run inside the sandbox. The host is two functions that take and give strings; neither stays
 * reachable by name.
 */
export const PRELUDE = `(() => {
  'use strict';
  const { host } = globalThis;
  delete globalThis.host;
  const { log, send } = host;
  const { stringify, parse } = JSON;
  const text = (value) => {
    if (typeof value === 'string') return value;
    try { return stringify(value) ?? String(value); } catch { return String(value); }
  };
  const line = (...values) => log(values.map(text).join(' '));
  globalThis.console = { log: line, info: line, warn: line, error: line, debug: line };
  globalThis.fetch = async (url, options = {}) => {
    const { status, headers, body } = parse(await send(String(url), stringify(options) ?? '{}'));
    return {
      status,
      ok: status >= 200 && status < 300,
      headers: { get: (name) => headers[String(name).toLowerCase()] ?? null },
      text: async () => body,
      json: async () => parse(body),
    };
  };
  return (run, args, finish) => {
    run(parse(args)).then(
      (value) => finish(true, value === undefined || value === null ? '' : text(value), ''),
      (error) => error instanceof Error
        ? finish(false, error.name + ': ' + error.message, String(error.stack))
        : finish(false, text(error), ''),
    );
  };
})()`;
