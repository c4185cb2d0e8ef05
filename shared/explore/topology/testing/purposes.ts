import { readdirSync, readFileSync } from 'node:fs'
import type { Protection } from '../../../hazards/testing/protections/index.ts'
import { splitEnd, type TopologyDocument } from '../../../topology/document.ts'
import { parseDocument } from '../../../topology/parse.ts'
import type { Property } from '../../../topology/properties.ts'

/** An example as it is searched: a run of the smaller drawing that uses up no turns is one of the whole. */
interface Searchable {
  /** At most so many turns of each agent. */
  readonly turns?: number
  /** What its protections are for, where the file does not say it. */
  readonly properties?: readonly Property[]
}

const SEARCHABLE: { readonly [example: string]: Searchable } = {
  'two-on-one-repository/two-on-one-repository': { turns: 1 },
  'store/agents': { turns: 3 },
  'people-decide/people-decide': {
    turns: 1,
    properties: [{ eventually: 'gate.finished', after: 'gate.started' }],
  },
}

function searchable(name: string, document: TopologyDocument): TopologyDocument {
  const { turns = 100, properties = [] } = SEARCHABLE[name] ?? {}
  const said = [...(document.properties ?? []), ...properties, ...purposesOf(document)]
  const once = new Map(said.map((one) => [JSON.stringify(one), one]))
  return {
    ...document,
    nodes: document.nodes.map((node) => {
      const drawn = node.config?.['turns']
      const most = Math.min(typeof drawn === 'number' ? drawn : 12, turns)
      return node.kind === 'agent' ? { ...node, config: { ...node.config, turns: most } } : node
    }),
    properties: [...once.values()],
  }
}

/** What gates, verifiers, joins, classes, probes, sagas, supervision and further attempts are for, in a drawing's own words. */
function purposesOf({ nodes, edges, groups = [] }: TopologyDocument): readonly Property[] {
  const ends = edges.map(({ from, to }) => ({ from: splitEnd(from), to: splitEnd(to) }))
  const behind = (id: string, port: string): readonly string[] =>
    ends.filter(({ from }) => from.node === id && from.port === port).map(({ to }) => to.node)
  const taken = groups.flatMap(({ members, saga }) =>
    members.slice(0, -1).flatMap((member): readonly Property[] => {
      const undo = saga?.undo[member]
      return undo === undefined ? [] : [{ eventually: `${undo}.finished`, after: `${members.at(-1)}.failed` }]
    }),
  )
  const restarted = groups
    .flatMap(({ members, restart }) => (restart === undefined ? [] : members))
    .map((member): Property => ({ eventually: `${member}.finished`, after: `${member}.failed` }))
  const retried = nodes
    .filter(({ policy }) => (policy?.attempts ?? 1) > 1)
    .map(({ id }): Property => ({ never: `${id}.failed` }))
  const kept = nodes.flatMap(({ id, kind, config = {} }): readonly Property[] => {
    switch (kind) {
      case 'gate':
        return behind(id, 'approved').map((next) => ({ never: `${next}.started`, before: `${id}.approved` }))
      case 'verifier':
        return behind(id, 'pass').map((next) => ({ never: `${next}.started`, before: `${id}.pass` }))
      case 'join':
        return ends
          .filter(({ to }) => to.node === id)
          .map(({ from }) => ({ never: `${id}.out`, before: `${from.node}.finished` }))
      case 'command':
        return config['class'] === 'once'
          ? [
              { at_most: 1, of: `${id}.acted` },
              { eventually: `${id}.finished`, after: `${id}.doubted` },
            ]
          : []
      default:
        return []
    }
  })
  return [...kept, ...taken, ...restarted, ...retried]
}

const UNREAD = 'nothing reads a part of it'
const SHOWN_ANYWAY = 'the change and what will run are shown and bound in any case'
const NOTHING_DONE = 'what is rejected and leads nowhere does nothing: the run is done without it'

/** Protections that no hazard needs, and why; the checker finds nothing without them. By drawing, sort and element. */
export const NOT_NEEDED: ReadonlyMap<string, string> = new Map([
  ['people-decide/people-decide: approval of a tool writer', 'the tool only counts words'],
  ['people-decide/people-decide: question to a person writer', 'a person can send the notes back'],
  [
    'people-decide/people-decide: approvals gate',
    'the number is what is asked for; people are not taken to err',
  ],
  ['people-decide/people-decide: way out by rejected e4', NOTHING_DONE],
  ['ship-a-fix/ship-a-fix: what a gate shows gate', SHOWN_ANYWAY],
  ['ship-a-fix/ship-a-fix: doubtful exits deploy', 'what an exit code means the program alone knows'],
  ['ship-a-fix/ship-a-fix: way out by rejected e15', NOTHING_DONE],
  ['store/agents: schema of an answer lead', 'one topic: the whole answer is the decision'],
  ['store/agents: compare-and-swap notes', 'an agent that may read and write compares by itself'],
  [
    'two-on-one-repository/two-on-one-repository: check of merges shop',
    'a verifier behind both runs the same tests',
  ],
  ['two-on-one-repository/two-on-one-repository: what a gate shows gate', SHOWN_ANYWAY],
  ['two-on-one-repository/two-on-one-repository: way out by rejected e18', NOTHING_DONE],
  ['vote/judge: faulty voters judge', 'of crashed voters f is a claim that the drawing is held against'],
  ['vote/vote: deadline of a vote vote', 'every voter answers or fails within a limit of its own'],
  ['when-things-fail/nobody-knows: time limit push', 'the default limit of a command stands in its place'],
  ['when-things-fail/when-things-fail: capacity e9', 'three messages come at most'],
  [
    'when-things-fail/when-things-fail: breaker registry-breaker',
    'one message with three attempts: it spaces them',
  ],
  ['when-things-fail/when-things-fail: bulkhead build-machine', 'three builds at once are slow, not wrong'],
  ['when-things-fail/when-things-fail: budget whole-run', 'it never binds'],
  ['deadlock/repaired: schema of an answer server', UNREAD],
  ['deadlock/repaired: schema of an answer client', UNREAD],
  ['lethal-trifecta/repaired: schema of an answer read', UNREAD],
  ['split-decisions/repaired: schema of an answer settle', UNREAD],
  ['stale-approval/repaired: way out by rejected e8', NOTHING_DONE],
])

/** What the drawing alone does not tell; a run shows it. */
export const ONLY_SHOWN: readonly string[] = [
  'each-finding/each-finding: failures collected each',
  'people-decide/people-decide: gate gate',
  'people-decide/people-decide: deadline of a gate gate',
  'ship-a-fix/ship-a-fix: effect class deploy',
  'timer/timer: watchdog guard',
  'timer/timer: way out by quiet e6',
  'two-on-one-repository/two-on-one-repository: effect class deliver',
  'when-things-fail/nobody-knows: effect class push',
  'when-things-fail/when-things-fail: further attempts registry',
  'when-things-fail/when-things-fail: time limit registry',
  'when-things-fail/when-things-fail: dead letter registry',
]

export function keyOf(name: string, { what, element }: Pick<Protection, 'what' | 'element'>): string {
  return `${name}: ${what} ${element}`
}

interface Named {
  readonly name: string
  /** As it stands in its file. */
  readonly drawn: TopologyDocument
  /** As it is searched to the end. */
  readonly document: TopologyDocument
}

const ROOT = new URL('../../../../', import.meta.url)

function drawingsIn(folder: string, files: RegExp): readonly Named[] {
  const root = new URL(`${folder}/`, ROOT)
  return readdirSync(root)
    .flatMap((inside) => readdirSync(new URL(`${inside}/`, root)).map((file) => `${inside}/${file}`))
    .filter((path) => files.test(path))
    .toSorted()
    .map((path) => {
      const parsed = parseDocument(readFileSync(new URL(path, root), 'utf8'))
      if (!parsed.ok) throw new Error(`${path}: ${JSON.stringify(parsed.problems)}`)
      const name = path.replace('.synod.json', '')
      return { name, drawn: parsed.value, document: searchable(name, parsed.value) }
    })
}

export const EXAMPLES = drawingsIn('examples', /[.]synod[.]json$/)
export const LESSONS = drawingsIn('lessons', /repaired[.]synod[.]json$/)
