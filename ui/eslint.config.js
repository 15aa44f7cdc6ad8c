import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

const shell = {
  regex: '^@tauri-apps/',
  message: 'Only ui/src/ipc/ speaks with the shell.',
};
const code = ['ts', 'svelte'];
const within = (folder) => code.map((ending) => `src/${folder}/**/*.${ending}`);
const nouns = [
  'eingang',
  'erkennung',
  'originale',
  'brief',
  'akte',
  'vorgang',
  'verfuegung',
  'dokument',
  'suche',
  'abgleich',
  'uebernahme',
  'scannen',
];
const imports = (...patterns) => ({ 'no-restricted-imports': ['error', { patterns }] });

export default ts.config(
  { ignores: ['dist/', 'public/', 'node_modules/'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      'no-undef': 'off',
      eqeqeq: 'error',
      'no-console': 'error',
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        // A lazily loaded module has no other name for its type.
        { disallowTypeAnnotations: false },
      ],
      // Views are replaced and never edited, so plain maps and sets are what they should be.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
  },
  { files: within('**'), ignores: within('ipc'), rules: imports(shell) },
  {
    files: within('**'),
    ignores: within('ipc'),
    rules: {
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
    },
  },
  {
    files: within('kern'),
    rules: imports(shell, { regex: '^\\.\\./', message: 'kern/ imports only kern/.' }),
  },
  ...nouns.map((noun) => ({
    files: within(noun),
    rules: imports(shell, {
      regex: '^\\.\\./(?!kern/|ipc/|text/)',
      message: 'A noun imports kern/, ipc/, text/ and its own folder.',
    }),
  })),
  {
    files: [...within('ipc'), ...within('text')],
    rules: imports(
      { regex: '^\\.\\./(?!ipc/|text/|kern/)', message: 'ipc/ and text/ know no noun.' },
    ),
  },
  { files: ['scripts/**', '*.js', '*.ts'], languageOptions: { globals: globals.node } },
);
