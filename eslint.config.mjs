import { defineConfig } from 'eslint/config';
import reactHooks from 'eslint-plugin-react-hooks';
import tseslint from 'typescript-eslint';
import { roomsRule } from './scripts/lint/rooms.mjs';

const TYPESCRIPT = ['**/*.ts', '**/*.tsx'];
const TESTS = ['**/*.{test,fixture}.{ts,tsx}'];

const bannedSyntax = [
  ['ExportDefaultDeclaration', 'Export it by name, so that it is called the same everywhere.'],
  ['TSEnumDeclaration', 'Use a union of strings: it crosses JSON as it is.'],
  ['MemberExpression[property.name=/^(inner|outer)HTML$/]', 'Text only: let React render it, or set textContent.'],
  ['CallExpression[callee.property.name="insertAdjacentHTML"]', 'Text only: let React render it.'],
  [
    'JSXAttribute[name.name="dangerouslySetInnerHTML"]',
    'Text only: render children; nothing a caller says becomes markup.',
  ],
  ['Property[key.name="dangerouslySetInnerHTML"]', 'Text only: render children; nothing a caller says becomes markup.'],
  [
    'CallExpression[callee.object.name=/^(it|test|describe)$/][callee.property.name=/^(skip|only|todo)$/]',
    'Make the test pass or delete it.',
  ],
].map(([selector, message]) => ({ selector, message }));

const bannedIpc = {
  selector: ':matches(ImportSpecifier[imported.name="ipcMain"], MemberExpression[property.name="ipcMain"])',
  message: 'Only src/main/shell/ipc.ts may listen to ipcMain: add a procedure to src/shared/contract instead.',
};

const bannedModules = ['vm', 'node:vm'].map((name) => ({
  name,
  message: 'node:vm is not a boundary: user code runs in the script sandbox of src/main/tools.',
}));

const bannedTime = [
  { object: 'Date', property: 'now', message: 'Time comes in through the Clock port.' },
  { object: 'performance', property: 'now', message: 'Time comes in through the Clock port.' },
  { object: 'Math', property: 'random', message: 'Randomness comes in as an argument.' },
  { object: 'crypto', property: 'randomUUID', message: 'Randomness comes in as an argument.' },
  { object: 'crypto', property: 'getRandomValues', message: 'Randomness comes in as an argument.' },
];

const bannedTimers = ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'].map((name) => ({
  name,
  message: 'Time comes in through the Clock port: clock.after(delayMs, run).',
}));

export default defineConfig(
  { ignores: ['out/', 'release/', 'test-results/', 'playwright-report/', 'node_modules/'] },
  { linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'error' } },
  {
    plugins: { local: { rules: { rooms: roomsRule } }, 'react-hooks': reactHooks },
    rules: {
      'local/rooms': 'error',
      'no-console': 'error',
      'no-eval': 'error',
      'no-implied-eval': 'error',
      'no-new-func': 'error',
      'no-var': 'error',
      'prefer-const': ['error', { ignoreReadBeforeAssign: true }],
      eqeqeq: ['error', 'always'],
      'max-lines': ['error', 400],
      'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx'] }],
      'no-restricted-imports': ['error', { paths: bannedModules }],
      'no-restricted-syntax': ['error', ...bannedSyntax, bannedIpc],
    },
  },
  {
    files: TYPESCRIPT,
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/no-dynamic-delete': 'off',
      '@typescript-eslint/no-unnecessary-type-parameters': 'off',
    },
  },
  {
    files: ['src/renderer/**/*.{ts,tsx}'],
    rules: { 'react-hooks/rules-of-hooks': 'error', 'react-hooks/exhaustive-deps': 'error' },
  },
  {
    files: TESTS,
    rules: {
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
    },
  },
  {
    files: ['src/shared/**/*.ts', 'src/main/bridge/**/*.ts'],
    ignores: TESTS,
    rules: {
      'no-restricted-properties': ['error', ...bannedTime],
      'no-restricted-globals': ['error', ...bannedTimers],
      'no-restricted-syntax': [
        'error',
        ...bannedSyntax,
        bannedIpc,
        {
          selector: 'NewExpression[callee.name="Date"][arguments.length=0]',
          message: 'Time comes in through the Clock port.',
        },
      ],
    },
  },
  {
    files: ['src/main/shell/ipc.ts', 'e2e/**/*.electron.spec.ts'],
    rules: { 'no-restricted-syntax': ['error', ...bannedSyntax] },
  },
  { files: ['scripts/**', 'bench/**'], rules: { 'no-console': 'off' } },
  { files: ['*.config.ts', '*.config.mjs'], rules: { 'no-restricted-syntax': 'off' } },
);
