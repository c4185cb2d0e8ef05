import { setImmediate } from 'node:timers/promises'
import { HostError } from '../../../shared/api/contract.ts'
import { analyse } from '../../../shared/hazards/analyses.ts'
import { type Effect, type Impact, summaryOf } from '../../../shared/impact/impact.ts'
import { type Inquiry, inquire } from '../../../shared/impact/inquiry.ts'
import { kinds } from '../../../shared/nodes/index.ts'
import { readCheckable } from '../../host/checkable.ts'
import { readText } from '../../host/documents.ts'
import { oneOf } from '../arguments.ts'
import { type Command, EXIT, JSON_MEANING, JSON_OPTION } from '../command.ts'
import type { Terminal } from '../terminal.ts'

/** Between two looks at whether a person has had enough. */
const SLICE = 500

export const impactCommand: Command = {
  name: 'impact',
  summary: 'Tells what stops, what degrades and what survives when one thing fails',
  positionals: ['FILE', 'ELEMENT'],
  options: { how: { type: 'string' }, ...JSON_OPTION },
  meanings: {
    how: 'fails|silent: every attempt ends in an error, or nothing more is heard of it (default as such a thing fails first)',
    ...JSON_MEANING,
  },
  run: async (given, terminal) => {
    const [file = '', element = ''] = given.positionals
    const { document, plan } = readCheckable(readText(file), file)
    const how = given.text('how') === undefined ? null : oneOf(given, 'how', ['fails', 'silent'], 'fails')
    const inquiry = inquire(analyse(document, kinds), plan, { element, way: how })
    if (inquiry === null) throw unknown(file, element)
    const { way, ways } = inquiry.impact()
    if (how !== null && way !== how) throw notSo(element, ways[0])
    await search(inquiry, terminal)
    const [impact, open] = [inquiry.impact(), inquiry.open()]
    const { states } = inquiry
    if (given.flag('json')) terminal.print(JSON.stringify({ file, ...impact, open, states }))
    else terminal.print(impactText(impact, open, states))
    return open.length === 0 ? EXIT.done : EXIT.notExhausted
  },
}

/** Until a person has had enough. */
async function search(inquiry: Inquiry, terminal: Terminal): Promise<void> {
  let ended = false
  const stop = terminal.onEnd(() => {
    ended = true
  })
  while (!ended && !inquiry.advance(SLICE)) await setImmediate()
  stop()
}

function unknown(file: string, element: string): HostError {
  return new HostError({
    code: 'bad-input',
    message: `${file} has no node, edge or group "${element}"; inside another it is named by its path (team/fix), and all that use one model are model:NAME`,
  })
}

function notSo(element: string, way: string | undefined): HostError {
  return new HostError({
    code: 'bad-input',
    message: `"${element}" asks nothing that could fail: it can only be ${way}`,
  })
}

const EFFECTS: readonly Effect[] = ['stops', 'degrades', 'survives']

function impactText(impact: Impact, open: readonly string[], states: number): string {
  const parts = EFFECTS.map((effect) => {
    const nodes = impact.nodes.filter((one) => one.effect === effect)
    const lines = nodes.flatMap(({ name, element, word, sentence }) => [
      `  ${name === element ? name : `${name} (${element})`}, ${word}`,
      `    ${sentence}`,
    ])
    return nodes.length === 0 ? [] : ['', effect, ...lines]
  })
  const rest = open.length === 0 ? '' : `; not looked at to the end: ${open.join(', ')}`
  const how = `by the drawing and ${states.toLocaleString('en-US')} states, with no other fault${rest}`
  return [summaryOf(impact), `  ${how}`, ...parts.flat()].join('\n')
}
