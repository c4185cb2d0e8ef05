import { DOCUMENT_VERSION, type DocumentNode, type TopologyDocument } from '../../topology/document.ts'
import { type Recording, recordRun } from './record.ts'
import { failure, type Script } from './script.ts'

type Command = Pick<DocumentNode, 'policy'> & { readonly to?: string; readonly fallback?: string }

/** An input, commands that each take its message, and an output; `to` leads to another command in place of the end. */
export function commands(
  nodes: { readonly [id: string]: Command },
  controls: Pick<TopologyDocument, 'groups' | 'controllers'> = {},
  edges: TopologyDocument['edges'] = [],
): TopologyDocument {
  const ids = Object.keys(nodes)
  const led = new Set([
    ...Object.values(nodes).flatMap(({ to, fallback }) => [to, fallback]),
    ...(controls.groups ?? []).flatMap(({ saga }) => Object.values(saga?.undo ?? {})),
  ])
  return {
    synod: DOCUMENT_VERSION,
    name: 'Faults',
    nodes: [
      { id: 'start', kind: 'input', at: [0, 0] },
      ...Object.entries(nodes).map(([id, { policy }], at) => ({
        ...{ id, kind: 'command', at: [200, 100 * at] as [number, number] },
        config: { run: [id], class: 'idempotent' },
        ...(policy === undefined ? {} : { policy }),
      })),
      { id: 'end', kind: 'output', at: [400, 0] },
    ],
    edges: [
      ...ids
        .filter((id) => !led.has(id))
        .map((id) => ({ id: `to-${id}`, from: 'start.out', to: `${id}.in` })),
      ...ids.map((id) => ({ id: `of-${id}`, from: `${id}.out`, to: `${nodes[id]?.to ?? 'end'}.in` })),
      ...edges,
    ],
    ...controls,
  }
}

/** Each command takes a second, and the one called `slow` five; those named in `fail` fail so many times first. */
export function faulty(fail: { readonly [node: string]: number }): Script {
  const left = new Map(Object.entries(fail))
  return async (work, io) => {
    await io.wait(work.node === 'slow' ? 5000 : 1000)
    const more = left.get(work.node) ?? 0
    left.set(work.node, more - 1)
    if (more > 0) return failure(`${work.node} is broken`)
    const result = io.put(work.node)
    return { tag: 'ok', control: { exit: 0 }, refs: { result, log: result } }
  }
}

export function recordFaults(
  document: TopologyDocument,
  fail: { readonly [node: string]: number },
): Promise<Recording> {
  return recordRun({ document, script: faulty(fail) })
}
