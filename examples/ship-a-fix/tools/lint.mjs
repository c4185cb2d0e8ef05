// Runs ESLint over the JavaScript files of a repository and prints what it found.
// Exit 0: linted, with or without findings. 2: bad arguments or the linter could not run.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { ESLint } from 'eslint'
import { builtinRules } from 'eslint/use-at-your-own-risk'
import { folder, readArguments, run, say } from './lib/command-line.mjs'
import { count } from './lib/count.mjs'

const security = [
  'eqeqeq',
  'guard-for-in',
  'no-caller',
  'no-eval',
  'no-extend-native',
  'no-implied-eval',
  'no-iterator',
  'no-new-func',
  'no-proto',
  'no-prototype-builtins',
  'no-script-url',
]
const globals = [
  '__dirname',
  '__filename',
  'Buffer',
  'clearImmediate',
  'clearInterval',
  'clearTimeout',
  'console',
  'exports',
  'global',
  'module',
  'process',
  'require',
  'setImmediate',
  'setInterval',
  'setTimeout',
]

await run(async () => {
  const { DIR } = readArguments('lint.mjs DIR', ['DIR'], {})
  const root = folder(DIR)
  count('lint')
  const eslint = new ESLint({ cwd: root, overrideConfigFile: true, overrideConfig: [configuration()] })
  const findings = []
  const files = sources(root)
  for (const file of files) {
    const text = readFileSync(join(root, file), 'utf8')
    const [result] = await eslint.lintText(text, { filePath: join(root, file) })
    for (const message of result?.messages ?? []) findings.push(finding(file, message))
  }
  say(`${findings.length} findings in ${files.length} files`)
  return { findings, counts: counted(findings, files.length) }
})

// The rules are given here and comments that switch rules off are ignored: the code under review
// has no say in how it is reviewed.
function configuration() {
  const recommended = [...builtinRules].filter(([, rule]) => rule.meta?.docs?.recommended)
  return {
    files: ['**/*.js'],
    languageOptions: {
      ecmaVersion: 'latest',
      sourceType: 'commonjs',
      globals: Object.fromEntries(globals.map((name) => [name, 'readonly'])),
    },
    linterOptions: { noInlineConfig: true, reportUnusedDisableDirectives: 'off' },
    rules: Object.fromEntries([
      ...recommended.map(([name]) => [name, 'error']),
      ...security.map((name) => [name, 'error']),
    ]),
  }
}

// Links are not followed: they may lead out of the repository.
function sources(root) {
  const found = []
  const visit = (path) => {
    for (const entry of readdirSync(path, { withFileTypes: true })) {
      const child = join(path, entry.name)
      if (entry.isDirectory() && !['.git', 'node_modules'].includes(entry.name)) visit(child)
      else if (entry.isFile() && entry.name.endsWith('.js')) found.push(relative(root, child))
    }
  }
  visit(root)
  return found.sort()
}

function finding(file, message) {
  return {
    file,
    line: message.line ?? 0,
    column: message.column ?? 0,
    rule: message.ruleId ?? 'parse-error',
    message: message.message,
    severity: message.severity === 2 ? 'error' : 'warning',
  }
}

function counted(findings, files) {
  const rules = new Map()
  for (const { rule } of findings) rules.set(rule, (rules.get(rule) ?? 0) + 1)
  return { files, findings: findings.length, rules: Object.fromEntries([...rules].sort()) }
}
