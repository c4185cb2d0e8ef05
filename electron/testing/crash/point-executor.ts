import type { Executor } from '../../drivers/seams.ts'
import { type Bench, nameOf } from './tool-executor.ts'

/**
 * An executor with a point at each of its boundaries: its effect is begun, its outcome is known and not yet put in, its
 * probe is about to be asked or has answered.
 */
export function pointExecutor(
  executor: Executor,
  { points, clock }: Pick<Bench, 'points' | 'clock'>,
): Executor {
  const { quell, probe } = executor
  return {
    kinds: executor.kinds,
    perform: (call, io) => {
      points.reached(`${nameOf(call)} begun`)
      const work = executor.perform(call, io).then((outcome) => {
        points.reached(`${nameOf(call)} done`)
        return outcome
      })
      // A person takes as long as it takes.
      return call.kind.startsWith('human.') ? work : clock.whileWorking(work)
    },
    quell: async (call) => {
      await clock.whileWorking(quell?.(call) ?? Promise.resolve())
      points.reached(`${nameOf(call)} quelled`)
    },
    ...(probe === undefined
      ? {}
      : {
          probe: async (call, io) => {
            const answer = await clock.whileWorking(probe(call, io))
            points.reached(`${nameOf(call)} probed`)
            return answer
          },
        }),
  }
}
