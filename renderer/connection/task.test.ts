import { expect, test } from 'vitest'
import type { HostClient } from '../../shared/api/client.ts'
import { setHost, useConnection } from './host.ts'
import { followTask } from './task.ts'

test('work of a host that does not answer any more ends, and its subscription with it', async () => {
  let stopped = 0
  const stop = (): void => {
    stopped += 1
  }
  setHost({ follow: () => stop } as unknown as HostClient)
  const work = followTask('check.progress', { check: 'c' }, () => {})
  useConnection.setState({ state: 'lost' })
  useConnection.setState({ state: 'lost', problem: 'The host does not answer.' })
  await expect(work).rejects.toThrow('has no result')
  await Promise.resolve()
  expect(stopped).toBe(1)
  useConnection.setState({ state: 'open', problem: null })
})
