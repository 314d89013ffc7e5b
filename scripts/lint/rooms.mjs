import path from 'node:path';
import { ROOMS, TESTS, WIRE } from './table.mjs';

/** Lint rule that reports every import the room table does not allow, with what to do instead. */
export const roomsRule = {
  meta: { type: /** @type {const} */ ('problem'), schema: [], messages: { denied: '{{reason}}' } },
  create(context) {
    const file = relative(context.cwd, context.filename);
    const deny = (node, reason) => context.report({ node, messageId: 'denied', data: { reason } });
    const check = (node) => {
      const reason = node?.type === 'Literal' ? denial(file, node.value) : undefined;
      if (reason) deny(node, reason);
    };
    return {
      Program: (node) => {
        if (/^src\//.test(file) && !roomOf(file))
          deny(node, `${file} is in no room: add a row to scripts/lint/table.mjs`);
      },
      ImportDeclaration: ({ source }) => check(source),
      ExportNamedDeclaration: ({ source }) => check(source),
      ExportAllDeclaration: ({ source }) => check(source),
      ImportExpression: ({ source }) => check(source),
      TSImportType: ({ source }) => check(source),
      CallExpression: (node) => node.callee.name === 'require' && check(node.arguments[0]),
    };
  },
};

/** Returns the reason why `file` (relative to the repository, with `/`) may not import `specifier`; undefined if it may. */
export function denial(file, specifier) {
  const row = roomOf(file);
  if (!row) return undefined;
  const isTest = TESTS.pattern.test(file);
  const name = specifier.replace(/\?.*$/, '');
  if (!name.startsWith('.')) {
    const allowed = row.packages.some((pattern) => matches(pattern, name));
    if (allowed || (isTest && !isElectron(name))) return undefined;
    const whose = isElectron(name) ? 'Only src/main/shell may know Electron. ' : '';
    return `${row.room} may not import '${name}'. ${whose}Instead: ${row.instead}.`;
  }
  const target = path.posix.join(path.posix.dirname(file), name);
  const targetRow = roomOf(target) ?? roomOf(`${target}.ts`) ?? roomOf(`${target}/`);
  if (!targetRow || targetRow.room === row.room) return undefined;
  const rooms = [...row.rooms, ...(isTest ? ofTests(row) : [])];
  if (rooms.some((room) => isIn(targetRow.room, room))) return undefined;
  if (rooms.includes('wire') && WIRE.test(`${target.replace(/\.ts$/, '')}.ts`)) return undefined;
  return `${row.room} may not import from ${targetRow.room} ('${specifier}'). Instead: ${row.instead}.`;
}

/** Additional rooms a room's test may import: those of every test, the room's folder, and the row's own. */
function ofTests({ room, tests = [] }) {
  return [...TESTS.rooms, room.split('/')[0], ...tests];
}

/** True for `call/agent` in `call`, and for a room in itself. */
function isIn(room, outer) {
  return room === outer || room.startsWith(`${outer}/`);
}

function roomOf(file) {
  const withEnding = /\.[a-z]+$/.test(file) || file.endsWith('/') ? file : `${file}.ts`;
  return ROOMS.find((row) => withEnding.startsWith(row.path));
}

function matches(pattern, name) {
  if (pattern.endsWith('*')) return name.startsWith(pattern.slice(0, -1));
  return name === pattern || name.startsWith(`${pattern}/`);
}

function isElectron(name) {
  return /^electron(?:$|\/|-updater)/.test(name);
}

function relative(cwd, filename) {
  return path.relative(cwd, filename).split(path.sep).join('/');
}
