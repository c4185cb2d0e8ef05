/** One measurement of bench:runtime in a process of its own: requests from bench/runtime.ts. */
import { answerRequests } from '../harness/child.ts'
import { poll } from './polling.ts'
import { stream } from './streams.ts'
import { fill, own } from './waiting.ts'

export type RuntimeRequest =
  | { readonly type: 'fill'; readonly folder: string; readonly runs: number }
  | { readonly type: 'own' | 'stream' | 'poll'; readonly folder: string }

answerRequests<RuntimeRequest>((request) => {
  switch (request.type) {
    case 'fill':
      return fill(request.folder, request.runs)
    case 'own':
      return own(request.folder)
    case 'stream':
      return stream(request.folder)
    case 'poll':
      return poll(request.folder)
  }
})
