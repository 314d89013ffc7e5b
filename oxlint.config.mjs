import { defineConfig } from 'oxlint';

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

/** Rules of typescript-eslint's `strictTypeChecked`, named one by one since oxlint has no such preset. */
const strictTypeChecked = {
  'no-array-constructor': 'error',
  'no-unused-expressions': 'error',
  'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
  'no-useless-constructor': 'error',
  'prefer-rest-params': 'error',
  'prefer-spread': 'error',
  'typescript/await-thenable': 'error',
  'typescript/ban-ts-comment': ['error', { minimumDescriptionLength: 10 }],
  'typescript/no-array-delete': 'error',
  'typescript/no-base-to-string': 'error',
  'typescript/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
  'typescript/no-deprecated': 'error',
  'typescript/no-duplicate-enum-values': 'error',
  'typescript/no-duplicate-type-constituents': 'error',
  'typescript/no-empty-object-type': 'error',
  'typescript/no-explicit-any': 'error',
  'typescript/no-extra-non-null-assertion': 'error',
  'typescript/no-extraneous-class': 'error',
  'typescript/no-floating-promises': 'error',
  'typescript/no-for-in-array': 'error',
  'typescript/no-generated-empty-object-type': 'error',
  'typescript/no-implied-eval': 'error',
  'typescript/no-invalid-void-type': 'error',
  'typescript/no-meaningless-void-operator': 'error',
  'typescript/no-misused-new': 'error',
  'typescript/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
  'typescript/no-misused-spread': 'error',
  'typescript/no-mixed-enums': 'error',
  'typescript/no-namespace': 'error',
  'typescript/no-non-null-asserted-nullish-coalescing': 'error',
  'typescript/no-non-null-asserted-optional-chain': 'error',
  'typescript/no-non-null-assertion': 'error',
  'typescript/no-redundant-type-constituents': 'error',
  'typescript/no-require-imports': 'error',
  'typescript/no-this-alias': 'error',
  'typescript/no-unnecessary-boolean-literal-compare': 'error',
  'typescript/no-unnecessary-condition': 'error',
  'typescript/no-unnecessary-template-expression': 'error',
  'typescript/no-unnecessary-type-arguments': 'error',
  'typescript/no-unnecessary-type-assertion': 'error',
  'typescript/no-unnecessary-type-constraint': 'error',
  'typescript/no-unnecessary-type-conversion': 'error',
  'typescript/no-unsafe-argument': 'error',
  'typescript/no-unsafe-assignment': 'error',
  'typescript/no-unsafe-call': 'error',
  'typescript/no-unsafe-declaration-merging': 'error',
  'typescript/no-unsafe-enum-assignment': 'error',
  'typescript/no-unsafe-enum-comparison': 'error',
  'typescript/no-unsafe-function-type': 'error',
  'typescript/no-unsafe-member-access': 'error',
  'typescript/no-unsafe-return': 'error',
  'typescript/no-unsafe-unary-minus': 'error',
  'typescript/no-useless-default-assignment': 'error',
  'typescript/no-wrapper-object-types': 'error',
  'typescript/only-throw-error': 'error',
  'typescript/prefer-as-const': 'error',
  'typescript/prefer-literal-enum-member': 'error',
  'typescript/prefer-namespace-keyword': 'error',
  'typescript/prefer-promise-reject-errors': 'error',
  'typescript/prefer-reduce-type-parameter': 'error',
  'typescript/prefer-return-this-type': 'error',
  'typescript/related-getter-setter-pairs': 'error',
  'typescript/restrict-plus-operands': [
    'error',
    { allowAny: false, allowBoolean: false, allowNullish: false, allowNumberAndString: false, allowRegExp: false },
  ],
  'typescript/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  'typescript/return-await': ['error', 'error-handling-correctness-only'],
  'typescript/triple-slash-reference': 'error',
  'typescript/unbound-method': 'error',
  'typescript/unified-signatures': 'error',
  'typescript/use-unknown-in-catch-callback-variable': 'error',
};

export default defineConfig({
  ignorePatterns: ['out/', 'release/', 'test-results/', 'playwright-report/', 'node_modules/'],
  plugins: ['typescript', 'react'],
  jsPlugins: ['./scripts/lint/plugin.mjs'],
  categories: { correctness: 'off' },
  options: { typeAware: true, denyWarnings: true, respectEslintDisableDirectives: false },
  rules: {
    'local/headless-comment': 'error',
    'local/rooms': 'error',
    'local/restricted-syntax': ['error', ...bannedSyntax, bannedIpc],
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
  },
  overrides: [
    {
      files: TYPESCRIPT,
      rules: {
        ...strictTypeChecked,
        'typescript/consistent-type-imports': 'error',
        'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      },
    },
    {
      files: ['src/renderer/**/*.{ts,tsx}'],
      rules: { 'react/rules-of-hooks': 'error', 'react/exhaustive-deps': 'error' },
    },
    {
      files: TESTS,
      rules: {
        'typescript/no-unsafe-assignment': 'off',
        'typescript/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      },
    },
    {
      files: ['src/shared/**/*.ts', 'src/main/{call,calls}/**/*.ts'],
      excludeFiles: TESTS,
      rules: {
        'no-restricted-properties': ['error', ...bannedTime],
        'no-restricted-globals': ['error', ...bannedTimers],
        'local/restricted-syntax': [
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
      rules: { 'local/restricted-syntax': ['error', ...bannedSyntax] },
    },
    { files: ['scripts/**', 'bench/**'], rules: { 'no-console': 'off' } },
    {
      files: ['*.config.ts', '*.config.mjs'],
      excludeFiles: ['*/**'],
      rules: { 'local/restricted-syntax': 'off' },
    },
    { files: ['scripts/lint/plugin.mjs'], rules: { 'local/restricted-syntax': 'off' } },
  ],
});
