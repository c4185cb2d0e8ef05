import { describe, expect, test } from 'vitest'
import { codeOnly } from './tidy/code.ts'
import { importsOf, LAYERS } from './tidy/layers.ts'
import { checkFile, RULES } from './tidy/rules.ts'

interface Case {
  readonly rule: string
  readonly path: string
  readonly good: readonly string[]
  readonly bad: readonly string[]
}

const long = (lines: number): string =>
  Array.from({ length: lines }, (_, at) => `const x${at} = ${at}`).join('\n')
const body = (lines: number): string => long(lines).replace(/^/gm, '  ')

const CASES: readonly Case[] = [
  {
    rule: 'layers',
    path: 'shared/kernel/step.ts',
    good: [
      "import { z } from 'zod'",
      "import type { Plan } from '../topology/plan.ts'",
      "import { cells } from './cells.ts'",
      "// import { agent } from '../nodes/agent.ts'",
      "const words = `import { agent } from '../nodes/agent.ts'`",
    ],
    bad: [
      "import { agent } from '../nodes/agent.ts'",
      "import '../nodes/agent.ts'",
      "const late = await import('../nodes/agent.ts')",
      "export { agent } from '../nodes/agent.ts'",
      "import {\n  agent,\n} from '../nodes/agent.ts'",
      "import { main } from '../../electron/main.ts'",
      "import { readFile } from 'node:fs/promises'",
      "import { useState } from 'react'",
    ],
  },
  {
    rule: 'layers',
    path: 'shared/explore/search.ts',
    good: ["import { kinds } from '../nodes/index.ts'"],
    bad: ["import { walk } from '../rehearse/walk.ts'", "import { contract } from '../api/contract.ts'"],
  },
  {
    rule: 'layers',
    path: 'shared/kernel/step.test.ts',
    good: [
      "import { test } from 'vitest'",
      "import { kinds } from '../nodes/index.ts'",
      "import { join } from 'node:path'",
    ],
    bad: [
      "import { open } from '../../electron/journal/open.ts'",
      "import { App } from '../../renderer/app.tsx'",
    ],
  },
  {
    rule: 'layers',
    path: 'renderer/app.tsx',
    good: [
      "import { kinds } from '../shared/nodes/index.ts'",
      "import { useState } from 'react'",
      "import './app.css'",
    ],
    bad: ["import { host } from '../electron/host/host.ts'", "import { page } from '../e2e/page.ts'"],
  },
  {
    rule: 'layers',
    path: 'electron/host/host.ts',
    good: ["import { step } from '../../shared/kernel/step.ts'", "import { app } from 'electron'"],
    bad: ["import { App } from '../../renderer/app.tsx'", "import { run } from '../../bench/kernel.ts'"],
  },
  {
    rule: 'layers',
    path: 'shared/cellar/wine.ts',
    good: [],
    bad: ['export const wine = 1'],
  },
  { rule: 'file-length', path: 'renderer/app.tsx', good: [long(400)], bad: [long(401)] },
  {
    rule: 'function-length',
    path: 'electron/host/host.ts',
    good: [`export function short(): void {\n${body(70)}\n}`, `if (x) {\n${body(90)}\n}`],
    bad: [
      `export function long(): void {\n${body(71)}\n}`,
      `const long = async (a: string) => {\n${body(71)}\n}`,
      `class A {\n  method(a: string): void {\n${body(71)}\n  }\n}`,
      `export function long(\n  a: string,\n): void {\n${body(71)}\n}`,
    ],
  },
  {
    rule: 'no-star-export',
    path: 'shared/nodes/index.ts',
    good: ["export { agent } from './agent/agent.ts'", "// export * from './agent.ts'"],
    bad: [
      "export * from './agent/agent.ts'",
      "export * as nodes from './x.ts'",
      "export type * from './x.ts'",
    ],
  },
  {
    rule: 'pure-shared',
    path: 'shared/kernel/step.ts',
    good: [
      '// Date.now() belongs to the driver.',
      "const kind = 'process.exec'",
      'const text = `fetch(${url})`',
      'const effect = { process: 1, fetch: 2 }',
      'const found = plan.process.exec',
      'const pattern = /process.exec/',
      'type Update = Dated',
      'const x = Math.max(1, 2)',
    ],
    bad: [
      'const now = Date.now()',
      'const now = new Date()',
      'const x = Math.random()',
      'setTimeout(() => done(), 5)',
      'setInterval(tick, 5)',
      'const home = process.env',
      'const id = crypto.randomUUID()',
      'await fetch(url)',
      "console.log('here')",
      'const start = performance.now()',
      'const text = `${Date.now()}`',
      'const half = total / 2; const now = Date.now() // a / b',
      'const clock = Date',
    ],
  },
  {
    rule: 'no-silencing',
    path: 'electron/main.ts',
    good: ['const a = 1'],
    bad: ['// @ts-ignore\nconst a = 1', '// @ts-expect-error because\nconst a = 1', '// @ts-nocheck'],
  },
  {
    rule: 'import-extension',
    path: 'renderer/app.tsx',
    good: [
      "import { a } from './a.ts'",
      "import './app.css'",
      "import url from './w.ts?worker'",
      "import { z } from 'zod'",
    ],
    bad: ["import { a } from './a'", "import { a } from '../shared/kernel'", "const a = await import('./a')"],
  },
  {
    rule: 'no-foreign',
    path: 'docs/architecture.md',
    good: [
      'See ../shared/kernel/step.ts and http://127.0.0.1:4000/',
      'src/work/flow',
      'The home is ~/.local/share/synod.',
    ],
    bad: [
      'It lies in /work/main.',
      'See ../shared/design/DESIGN.md.',
      'Try /root/.npmrc',
      'Try /home/someone/project',
      'From http://10.0.0.7/npm/',
      'From https://registry.internal/npm',
    ],
  },
  {
    rule: 'no-foreign',
    path: 'package-lock.json',
    good: ['"integrity": "sha512-x"', '"resolved": "https://registry.npmjs.org/a/-/a-1.0.0.tgz"'],
    bad: ['"resolved": "https://mirror.example/a/-/a-1.0.0.tgz"'],
  },
]

describe.each(CASES)('$rule in $path', ({ rule, path, good, bad }) => {
  const fired = (text: string): readonly string[] => checkFile(path, text).map((one) => one.rule)
  test('is silent about what is right', () => {
    for (const text of good) expect(fired(text), text).not.toContain(rule)
  })
  test('speaks about what is wrong', () => {
    for (const text of bad) expect(fired(text), text).toContain(rule)
  })
})

test('every rule is seen to fire', () => {
  expect(new Set(CASES.filter((one) => one.bad.length > 0).map((one) => one.rule))).toEqual(
    new Set(RULES.map((rule) => rule.name)),
  )
})

test('the layer table has no cycle inside shared', () => {
  const reach = (room: string, seen: readonly string[]): void => {
    expect(seen, `${seen.join(' → ')} → ${room}`).not.toContain(room)
    for (const next of LAYERS.get(room) ?? []) if (next !== room) reach(next, [...seen, room])
  }
  for (const room of LAYERS.keys()) if (room.startsWith('shared/') && room !== 'shared/api') reach(room, [])
})

test('a finding names the line', () => {
  const text = "const a = 1\n/* two\nlines */\nimport { agent } from '../nodes/agent.ts'\n"
  expect(checkFile('shared/kernel/step.ts', text)).toMatchObject([{ rule: 'layers', line: 4 }])
})

test('code is told from comments, strings, templates and regular expressions', () => {
  const text = "a('x//y') /* b */ + `c${d('e')}f` / 2 // g\nreturn /h'/.test(i) && j / k / l"
  const code = codeOnly(text)
  expect(code).toHaveLength(text.length)
  expect(code.replace(/\s+/g, ' ')).toBe('a( ) + d( ) / 2 return .test(i) && j / k / l')
})

test('imports are found with their lines', () => {
  expect(
    importsOf("import a from 'a'\n// import b from 'b'\nexport { c } from './c.ts'\nimport('./d.ts')"),
  ).toEqual([
    { specifier: 'a', line: 1 },
    { specifier: './c.ts', line: 3 },
    { specifier: './d.ts', line: 4 },
  ])
})
