import { analyse } from '../../shared/hazards/analyses.ts'
import { type Inquiry, inquire } from '../../shared/impact/inquiry.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { Answer, Question } from './messages.ts'

/** A thread that looks what a failure does, so that the window waits for nothing. */

/** After so long it listens whether there is a newer question. */
const SLICE_MS = 40
const SAY_MS = 200
/** In all; what is left then stays as the drawing says. */
const MOST_STATES = 200_000

/** Of the question that is worked on. */
let current = 0

self.addEventListener('message', ({ data }: MessageEvent<Question>) => {
  const { number, document, element, way } = data
  current = number
  const plan = compile(document, kinds)
  const inquiry = inquire(analyse(document, kinds), plan.ok ? plan.value : null, { element, way })
  if (inquiry === null) say({ number, impact: null, searching: false, open: [] })
  else search(inquiry, number, Number.NEGATIVE_INFINITY)
})

function search(inquiry: Inquiry, number: number, said: number): void {
  if (number !== current) return
  const now = performance.now()
  const says = now - said > SAY_MS
  if (says) say({ number, impact: inquiry.impact(), searching: true, open: [] })
  let ended = false
  while (!ended && performance.now() - now < SLICE_MS) ended = inquiry.advance(10)
  if (ended || inquiry.states > MOST_STATES)
    say({ number, impact: inquiry.impact(), searching: false, open: inquiry.open() })
  else setTimeout(() => search(inquiry, number, says ? now : said), 0)
}

function say(answer: Answer): void {
  self.postMessage(answer)
}
