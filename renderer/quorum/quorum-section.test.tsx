import { renderToStaticMarkup } from 'react-dom/server'
import { expect, it } from 'vitest'
import { analyse } from '../../shared/hazards/analyses.ts'
import { quorumAt } from '../../shared/hazards/quorum/index.ts'
import type { QuorumView } from '../../shared/hazards/quorum/view.ts'
import { draw } from '../../shared/hazards/testing/draw.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { CouncilMark, councilText } from './council-mark.tsx'
import { QuorumFacts } from './quorum-section.tsx'

function council(models: readonly string[], config: object): QuorumView {
  const names = models.map((_, at) => `v${at}`)
  const document = draw(
    'council',
    {
      task: ['input'],
      ...Object.fromEntries(models.map((model, at) => [`v${at}`, ['agent', { model }]])),
      vote: ['vote', { inputs: names, ...config }],
    },
    names.flatMap((id) => [`task.out ${id}.in`, `${id}.out vote.${id}`]),
  )
  const view = quorumAt(analyse(document, kinds), 'vote')
  if (view === null) throw new Error('no vote')
  return view
}

/** What is read, without the tags. */
function read(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .replaceAll('&quot;', '"')
    .replaceAll('&gt;', '>')
    .replaceAll('&lt;', '<')
}

const BYZANTINE = { faults: 'byzantine', f: 1 }

it('says n, q and f, what it survives, and each condition with its numbers', () => {
  const text = read(renderToStaticMarkup(<QuorumFacts view={council(['a', 'b', 'c', 'd'], BYZANTINE)} />))
  expect(text).toContain('3 of 4 decide; survives 1 silent, 1 wrong')
  expect(text).toContain('q a majority: 3 of 4')
  expect(text).toContain('f asked for 1')
  expect(text).toContain('Holds: n − f ≥ q 4 − 1 = 3 ≥ 3')
  expect(text).not.toContain('Does not hold')
})

it('says what does not hold, and who fails together', () => {
  const view = council(['a', 'a', 'a', 'd'], BYZANTINE)
  const text = read(renderToStaticMarkup(<QuorumFacts view={view} />))
  expect(text).toContain('Does not hold: q > votes of f 3 ≤ 3')
  expect(text).toContain('"v0", "v1" and "v2" are of the model "a"')
  expect(councilText(view)).toBe(
    'Council: 3 of 4 decide; survives 0 silent, 0 wrong; 2 of 4 fail apart; 4 conditions do not hold',
  )
})

it('draws a seat for each voter, joined where they fail together, and a decision that is sure or open', () => {
  const sure = renderToStaticMarkup(<CouncilMark view={council(['a', 'b', 'c'], { f: 1 })} size={34} />)
  expect(sure.match(/data-seat/g)).toHaveLength(3)
  expect(sure).toContain('council-sure')
  expect(sure).not.toContain('council-grave')
  const open = renderToStaticMarkup(<CouncilMark view={council(['a', 'a', 'c'], { f: 1 })} size={34} />)
  // Two seats and what joins them.
  expect(open.match(/council-grave/g)).toHaveLength(3)
  expect(open).toContain('council-open')
})
