import { parentPort } from 'node:worker_threads'
import { Part } from '../../shared/explore/engine/part.ts'
import { namedModel } from '../../shared/explore/models/index.ts'
import type { Advanced, ToExplorer } from './explore-messages.ts'

let part: Part | null = null

function answer(message: ToExplorer): unknown {
  if (message.type === 'begin') {
    const { named, symmetry, part: number, parts } = message.search
    part = new Part(namedModel(named), { symmetry }, number, parts)
    return part.begin()
  }
  if (part === null) throw new Error('a search has to begin first')
  switch (message.type) {
    case 'move':
      part.moveTo(message.memory, message.moves)
      return null
    case 'advance': {
      const progress = part.advance(message.states, message.room)
      return { progress, found: part.found } satisfies Advanced
    }
    case 'level':
      return part.beginLevel()
    case 'give':
      return part.give(message.count)
    case 'take':
      part.take(message.handed)
      return null
    case 'end':
      part.end()
      return null
    case 'report': {
      const report = part.report()
      part = null
      return report
    }
  }
}

parentPort?.on('message', (message: ToExplorer) => parentPort?.postMessage(answer(message)))
