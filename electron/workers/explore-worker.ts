import { parentPort, workerData } from 'node:worker_threads'
import { Part } from '../../shared/explore/engine/part.ts'
import { namedModel } from '../../shared/explore/models/index.ts'
import type { Advanced, ExplorePart, ToExplorer } from './explore-messages.ts'

const { named, symmetry, part: number, parts } = workerData as ExplorePart
const part = new Part(namedModel(named), { symmetry }, number, parts)

function answer(message: ToExplorer): unknown {
  switch (message.type) {
    case 'begin':
      return part.begin()
    case 'move':
      part.moveTo(message.memory, message.moves)
      return null
    case 'advance': {
      const progress = part.advance(message.states, message.room)
      return { progress, found: part.found } satisfies Advanced
    }
    case 'level':
      return part.beginLevel()
    case 'end':
      part.end()
      return null
    case 'report':
      return part.report()
  }
}

parentPort?.on('message', (message: ToExplorer) => parentPort?.postMessage(answer(message)))
