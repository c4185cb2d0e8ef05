import type { Chunk } from '../../api/contract.ts'
import { inlineText, type Json, type Outcome, type Ref } from '../../topology/payload.ts'
import type { Work } from './driver.ts'

export interface ScriptIo {
  put(value: Json): Ref
  emit(type: Chunk['type'], data: string): void
  wait(ms: number): Promise<void>
  /** Executions of this node's effects of the same tag so far, this one included. */
  readonly turn: number
}

/** Performs one effect; null means that it never answers. */
export type Script = (work: Work, io: ScriptIo) => Promise<Outcome | null>

export function failure(text: string, happened: 'no' | 'unknown' = 'no'): Outcome {
  const control = { code: 'preview', retryable: true, happened }
  return { tag: 'error', control, refs: { error: inlineText(text) } }
}

async function type(io: ScriptIo, kind: Chunk['type'], text: string, msPerPart = 60): Promise<void> {
  for (const part of text.match(/\S+\s*|\s+/g) ?? []) {
    io.emit(kind, part)
    await io.wait(msPerPart)
  }
}

const PATCH = `function isConstructorOrProto (obj, key) {
  return key === 'constructor'
    && typeof obj[key] === 'function'
    || key === '__proto__';
}
`

const agents: { readonly [node: string]: Script } = {
  review: async (_work, io) => {
    await type(io, 'reasoning', 'The linters find three places where a key of the input is used unchecked.')
    await io.wait(900)
    await type(io, 'text', 'Three findings: setKey walks into any own property, line 69 to 95.')
    io.emit('usage', JSON.stringify({ inputTokens: 3100, outputTokens: 420, costUsd: 0 }))
    const findings = io.put([
      'index.js:69 unchecked key',
      'index.js:73 only __proto__',
      'index.js:82 the same',
    ])
    return { tag: 'answer', control: {}, refs: { conversation: io.put('…'), answer: findings } }
  },
  test: async (_work, io) => {
    await type(io, 'reasoning', 'A property: parsing writes nothing outside the object that it returns.')
    await type(io, 'text', 'The property fails for --constructor.a=x; I keep it as a regression test.')
    io.emit('usage', JSON.stringify({ inputTokens: 2600, outputTokens: 610, costUsd: 0 }))
    const answer = io.put({ file: 'test/proto.js', counterexample: '--constructor.a=x' })
    return { tag: 'answer', control: {}, refs: { conversation: io.put('…'), answer } }
  },
  fix: async (_work, io) => {
    if (io.turn % 2 === 1) {
      await type(
        io,
        'reasoning',
        "The property fails for --constructor.a=x: setKey walks into o.constructor, which is the function Object, and sets a key on it. The guard only looks at __proto__. A key of the user's own called constructor should still work.",
        40,
      )
      io.emit('usage', JSON.stringify({ inputTokens: 6200, outputTokens: 380, costUsd: 0 }))
      const args = io.put({ file: 'test/proto.js' })
      return { tag: 'call', control: { tool: 'npm-test' }, refs: { conversation: io.put('…'), args } }
    }
    await type(
      io,
      'text',
      `I added one guard, used at both places where a key is followed or set:\n\n${PATCH}`,
      80,
    )
    io.emit('usage', JSON.stringify({ inputTokens: 7100, outputTokens: 900, costUsd: 0 }))
    const answer = io.put({ files: ['index.js'], added: 7, removed: 2 })
    return { tag: 'answer', control: {}, refs: { conversation: io.put('…'), answer } }
  },
}

const TAP =
  '# proto pollution\nok 1 should be undefined\nok 2 should be undefined\n# pollution (constructor function)\n'

const tests: Script = async (work, io) => {
  io.emit('note', '$ npm test -- test/proto.js')
  await io.wait(300)
  for (const line of TAP.split('\n').filter((one) => one !== '')) {
    io.emit('output', `${line}\n`)
    await io.wait(220)
  }
  if (work.node === 'verify' && io.turn === 1) return failure('npm ci: ECONNRESET')
  const wrong = work.node === 'verify' && io.turn === 2
  io.emit('output', `${wrong ? 'not ok 3 Object.a stays undefined' : 'ok 3 Object.a stays undefined'}\n`)
  await io.wait(400)
  const result = io.put({ passed: wrong ? 20 : 21, failed: wrong ? 1 : 0, tests: 21, seconds: 3.4 })
  const refs = { result, log: io.put(TAP), ...change(work) }
  return { tag: wrong ? 'exit' : 'ok', control: { exit: wrong ? 1 : 0 }, refs }
}

function change(work: Work): { readonly tree?: Ref } {
  const tree = work.ask.payload['tree']
  return typeof tree === 'string' ? { tree } : {}
}

/** What the world of the preview answers. `deploy` ends well, in doubt, or never. */
export function teamScript(deploy: 'ok' | 'doubt' = 'ok'): Script {
  return async (work, io) => {
    switch (work.ask.kind) {
      case 'git.open':
      case 'git.commit': {
        await io.wait(work.ask.kind === 'git.open' ? 900 : 250)
        const commit = { repository: '/tmp/minimist', commit: `3f2a9d${io.turn}`, tree: 'c81d07e' }
        return { tag: 'ok', control: {}, refs: { change: io.put(commit) } }
      }
      case 'model.generate':
        return (await agents[work.node]?.(work, io)) ?? failure('There is no script for this agent')
      case 'eval':
        await io.wait(5)
        return { tag: 'ok', control: {}, refs: {} }
      case 'human.ask':
        return null
      case 'process.exec': {
        if (work.node !== 'deploy') return tests(work, io)
        io.emit('output', 'To /tmp/production.git\n')
        await io.wait(1200)
        if (deploy === 'doubt') return failure('git push: the connection was cut', 'unknown')
        io.emit('output', '   3f2a9d1..c81d07e  fix/setkey -> main\n')
        const result = io.put({ before: '3f2a9d1', after: 'c81d07e' })
        return { tag: 'ok', control: { exit: 0 }, refs: { result, log: io.put('pushed') } }
      }
      default:
        return failure(`${work.ask.kind} is not performed here`)
    }
  }
}
