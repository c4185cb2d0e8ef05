import { kinds } from '../../../shared/nodes/index.ts'
import { compile } from '../../../shared/topology/compile.ts'
import { controllerSchema, groupSchema } from '../../../shared/topology/controls.ts'
import {
  edgePolicySchema,
  nodePolicySchema,
  type TopologyDocument,
} from '../../../shared/topology/document.ts'
import type { Scenario } from './drawing.ts'

/** What there is to be crashed: read off the schemas, so that what is added there and stands in no topology is missed. */
export function everything(): readonly string[] {
  const restart = groupSchema.shape.restart.unwrap().shape
  return [
    ...[...kinds.keys()].map((kind) => `kind ${kind}`),
    ...Object.keys(nodePolicySchema.shape).map((name) => `node policy ${name}`),
    ...Object.keys(edgePolicySchema.shape).map((name) => `edge policy ${name}`),
    ...edgePolicySchema.shape.full.unwrap().options.map((full) => `full ${full}`),
    ...controllerSchema.options.map((option) => `controller ${option.shape.type.value}`),
    ...restart.strategy.unwrap().options.map((strategy) => `restart ${strategy}`),
    'saga',
    ...['pure', 'idempotent', 'once'].map((effectClass) => `class ${effectClass}`),
  ]
}

/** What of it stands in these topologies. */
export function covered(scenarios: readonly Scenario[]): ReadonlySet<string> {
  return new Set(scenarios.flatMap(({ document }) => coveredBy(document)))
}

function coveredBy(document: TopologyDocument): readonly string[] {
  const compiled = compile(document, kinds)
  if (!compiled.ok) throw new Error(`${document.name}: ${JSON.stringify(compiled.problems)}`)
  const parts = [document, ...(document.topologies ?? [])]
  const nodes = parts.flatMap((part) => part.nodes)
  const policies = parts.flatMap((part) => part.edges.flatMap(({ policy }) => policy ?? []))
  const groups = document.groups ?? []
  return [
    ...compiled.value.actors.map(({ kind }) => `kind ${kind.kind}`),
    ...nodes.map(({ kind }) => `kind ${kind}`),
    ...nodes.flatMap(({ policy = {} }) => Object.keys(policy).map((name) => `node policy ${name}`)),
    ...policies.flatMap((policy) => Object.keys(policy).map((name) => `edge policy ${name}`)),
    ...policies.flatMap(({ full }) => (full === undefined ? [] : [`full ${full}`])),
    ...(document.controllers ?? []).map(({ type }) => `controller ${type}`),
    ...groups.flatMap(({ restart }) => (restart === undefined ? [] : [`restart ${restart.strategy}`])),
    ...groups.flatMap(({ saga }) => (saga === undefined ? [] : ['saga'])),
    ...nodes.map(({ config }) => `class ${String(config?.['class'])}`),
  ]
}
