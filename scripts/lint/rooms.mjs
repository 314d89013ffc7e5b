import path from 'node:path';
import { ROOMS, TESTS, WIRE } from './table.mjs';

/** Lint rule: every import of a file in a room is allowed by the table, or is reported with what to do instead. */
export const roomsRule = {
  meta: { type: /** @type {const} */ ('problem'), schema: [], messages: { denied: '{{reason}}' } },
  create(context) {
    const file = relative(context.cwd, context.filename);
    const deny = (node, reason) => context.report({ node, messageId: 'denied', data: { reason } });
    const check = (node, source, typeOnly) => {
      const reason = denial(file, source, typeOnly);
      if (reason) deny(node, reason);
    };
    return {
      Program: (node) => {
        if (/^src\//.test(file) && !roomOf(file))
          deny(node, `${file} is in no room: add a row to scripts/lint/table.mjs`);
      },
      ImportDeclaration: (node) => check(node.source, node.source.value, onlyTypes(node)),
      ExportNamedDeclaration: (node) =>
        node.source && check(node.source, node.source.value, node.exportKind === 'type'),
      ExportAllDeclaration: (node) => check(node.source, node.source.value, node.exportKind === 'type'),
      ImportExpression: (node) => node.source.type === 'Literal' && check(node.source, node.source.value, false),
      TSImportType: (node) => node.source?.type === 'Literal' && check(node.source, node.source.value, true),
      CallExpression: (node) => {
        const [first] = node.arguments;
        if (node.callee.name === 'require' && first?.type === 'Literal') check(first, first.value, false);
      },
    };
  },
};

/** Why `file` (relative to the repository, `/` between folders) may not import `specifier`; undefined: it may. */
export function denial(file, specifier, typeOnly) {
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
  const rooms = [...row.rooms, ...(typeOnly ? (row.types ?? []) : []), ...(isTest ? TESTS.rooms : [])];
  if (rooms.includes(targetRow.room)) return undefined;
  if (rooms.includes('wire') && WIRE.test(`${target.replace(/\.ts$/, '')}.ts`)) return undefined;
  return `${row.room} may not import from ${targetRow.room} ('${specifier}'). Instead: ${row.instead}.`;
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

function onlyTypes(node) {
  return (
    node.importKind === 'type' ||
    (node.specifiers.length > 0 && node.specifiers.every((specifier) => specifier.importKind === 'type'))
  );
}

function relative(cwd, filename) {
  return path.relative(cwd, filename).split(path.sep).join('/');
}
