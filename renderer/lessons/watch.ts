import type { Counterexample } from '../../shared/explore/result.ts'
import type { Lesson } from '../../shared/lessons/lesson.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { setMode } from '../app/layout.ts'
import { type Checking, useChecking } from '../check/checking.ts'
import { showCounterexample, showStep } from '../check/show.ts'
import { checkDocument } from '../check/start.ts'
import { storyStart } from '../check/story-start.ts'
import { useDocument } from '../document/document.ts'
import { sameDrawing } from '../document/same.ts'
import { play } from '../playback/player.ts'
import { TRIED_FIRST, useTeaching } from './teaching.ts'

/** Checks the drawing with what the lesson wants of it. */
async function checkLesson(): Promise<void> {
  const { lesson } = useTeaching.getState()
  if (lesson === null) return
  setMode('check')
  useChecking.setState({ settings: lesson.settings })
  await checkDocument()
}

/** Who asks whether it is mended is told, even if they never watched it fail. */
export async function tryLesson(): Promise<void> {
  useTeaching.setState(({ watched }) => ({ watched: watched ?? TRIED_FIRST }))
  await checkLesson()
}

/** Looks for how it fails, unless that is known of this very drawing, and plays the shortest story of it. */
export async function watchItFail(): Promise<void> {
  setMode('check')
  if (knownFailure() === null) await checkLesson()
  const found = knownFailure()
  if (found === null) return
  if (useChecking.getState().shown !== found.property) showCounterexample(found.property)
  showStep(storyStart(found))
  play()
}

function knownFailure(): Counterexample | null {
  const { lesson } = useTeaching.getState()
  return lesson === null ? null : failureOf(lesson, useChecking.getState(), useDocument.getState().document)
}

/** The shortest story of what the lesson is about, if the last check was of this drawing and found one. */
export function failureOf(
  { goal }: Pick<Lesson, 'goal'>,
  { result, document }: Pick<Checking, 'result' | 'document'>,
  drawn: TopologyDocument,
): Counterexample | null {
  if (result === null || !sameDrawing(document, drawn)) return null
  const about = result.violated.filter(({ property }) => goal.includes(property))
  return about.toSorted((a, b) => a.steps.length - b.steps.length)[0] ?? null
}
