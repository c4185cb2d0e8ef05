import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, it } from 'vitest'
import { examplePath } from '../host/places.ts'
import { topologySchema } from './commands/schema.ts'
import { plainText } from './terminal.ts'
import { type } from './testing/fake-terminal.ts'
import { asking, tempFolder } from './testing/topologies.ts'

const folder = tempFolder()

function file(name: string, content: string | Uint8Array): string {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}

describe('synod', () => {
  it('lists its commands and says what each takes', async () => {
    const help = await type(['--help'])
    expect(help.code).toBe(0)
    for (const name of ['run', 'runs', 'show', 'resume', 'cancel', 'decide', 'lint', 'schema', 'serve']) {
      expect(help.out).toMatch(new RegExp(`^ {2}${name}\\b`, 'm'))
      const more = await type([name, '--help'])
      expect(more.code).toBe(0)
      expect(more.out).toContain(`Usage: synod ${name}`)
    }
  })

  it('names its version', async () => {
    expect((await type(['--version'])).out).toMatch(/^\d+\.\d+\.\d+$/)
  })

  it.each([
    [['launch'], 'there is no command "launch"'],
    [['run'], 'run: FILE is missing (usage: synod run FILE'],
    [['runs', 'all'], 'runs: "all" is one too many'],
    [['runs', '--all'], "runs: Unknown option '--all' (usage: synod runs"],
    [['serve', '--port', 'x'], '--port takes a number up to 65535, not "x"'],
    [['serve', '--port', '70000'], '--port takes a number up to 65535, not "70000"'],
    [['decide', 'r', 'a', 'yes', '--shown', 'd'], 'the answer is one of approve, reject, edit'],
    [['decide', 'r', 'a', 'approve'], '--shown is missing: it takes the digest that synod show r prints'],
  ])('refuses %j in one line', async (args, line) => {
    const { code, out, err } = await type(args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toContain(line)
    expect(err.split('\n')).toHaveLength(1)
  })
})

describe('a broken file', () => {
  const sound = JSON.stringify(asking)
  it.each([
    ['none.json', null, 'there is no such file'],
    ['broken.json', '{"synod": 1,', 'this is not JSON'],
    ['binary.json', new Uint8Array([0, 159, 146, 150]), 'this is a binary file'],
    ['list.json', '[]', 'expected a JSON object'],
    ['newer.json', sound.replace('"synod":1', '"synod":99'), 'synod: this file is of version 99'],
    ['unknown.json', sound.replace('"name"', '"nome":1,"name"'), 'nome: unknown key'],
    ['dangling.json', sound.replace('ok.in', 'gone.in'), 'edges[0].to: there is no node "gone"'],
    ['port.json', sound.replace('ok.in', 'ok.inn'), 'edges[0].to: '],
    ['id.json', sound.replace('"id":"ok"', '"id":"__proto__"'), 'nodes[1].id: '],
    ['twice.json', sound.replace('"id":"e1"', '"id":"e2"'), 'edges[1].id: the id "e2" is taken already'],
  ])('is refused by run and by lint with its place: %s', async (name, content, place) => {
    const path = content === null ? join(folder, name) : file(name, content)
    const home = join(folder, 'never-opened')
    const run = await type(['run', path, '--home', home])
    expect(run.code).toBe(2)
    expect(run.err).toContain(`synod: ${path}: ${place}`)
    expect(run.err.split('\n')).toHaveLength(1)
    const lint = await type(['lint', path, '--json'])
    expect(lint.code).toBe(content === null || typeof content !== 'string' ? 2 : 1)
    if (typeof content === 'string') expect(JSON.parse(lint.out).problems.length).toBeGreaterThan(0)
  })

  it('is told from a sound one', async () => {
    const path = file('sound.json', sound)
    expect(await type(['lint', path])).toMatchObject({ code: 0, out: `${path}: nothing wrong` })
    expect(JSON.parse((await type(['lint', path, '--json'])).out)).toEqual({
      file: path,
      problems: [],
      hazards: [],
    })
  })

  it.each([
    ['{', '--input: this is not JSON'],
    ['[1]', '--input: expected a JSON object'],
    ['@/no/such/file', '/no/such/file: there is no such file'],
  ])('and a broken input is refused before anything is opened: %s', async (input, line) => {
    const path = file('sound.json', sound)
    const { code, err } = await type(['run', path, '--input', input, '--home', join(folder, 'never-opened')])
    expect([code, err]).toEqual([2, expect.stringContaining(line)])
  })
})

describe('the schema', () => {
  it('accepts the example and refuses what the parser refuses', () => {
    const valid = new Ajv2020({ strict: false, allErrors: true }).compile(topologySchema())
    const example = JSON.parse(readFileSync(examplePath(), 'utf8'))
    expect(valid(example) ? [] : valid.errors).toEqual([])
    expect(valid({ ...example, nome: 1 })).toBe(false)
    const [first, ...others] = example.nodes
    expect(valid({ ...example, nodes: [{ ...first, kind: 'unheard' }, ...others] })).toBe(false)
    expect(valid({ ...example, nodes: [{ ...first, config: { fields: 7 } }, ...others] })).toBe(false)
  })
})

it('shows no control characters', () => {
  expect(plainText('a\u001b[2Kb\r\u009bc\u202ed\n\te')).toBe('a\ufffd[2Kb\ufffd\ufffdc\ufffdd\n\te')
})
