import { expect, it } from 'vitest'
import { createHostClient } from '../../shared/api/client.ts'
import type { AskSummary } from '../../shared/api/contract.ts'
import { until } from '../testing/until.ts'
import { serveConnection } from './connection.ts'
import type { KeptHome } from './keep-home.ts'
import { memoryPorts } from './memory-port.ts'
import { fakeService } from './testing/fake-service.ts'
import { watchInbox } from './watch-inbox.ts'

function ask(id: string): AskSummary {
  return {
    ...{ run: 'r', runName: 'Ship', ask: id, node: 'ok', nodeName: 'Approve', type: 'gate' },
    ...{ question: 'Deploy?', askedAt: 0, deadline: null, tally: null },
  }
}

it('tells of what is new, over one owner and the next', async () => {
  const service = fakeService()
  const connect = () => {
    const [inside, outside] = memoryPorts()
    serveConnection(service, inside)
    return createHostClient(outside)
  }
  let client = connect()
  const told: string[] = []
  const home = { now: async () => ({ client }) } as unknown as Pick<KeptHome, 'now'>
  watchInbox(
    home,
    (notices) => told.push(...notices.map((one) => one.ask)),
    () => {},
  )
  await until('the first', () => service.followers('inbox') === 1)
  // Another follower sees when a batch has gone out, so that the next is a batch of its own.
  let seen = 0
  connect().follow('inbox', {}, (events) => {
    seen += events.length
  })
  await until('both', () => service.followers('inbox') === 2)
  service.emit('inbox', [{ asks: [ask('old')] }])
  await until('the batch', () => seen === 1)
  service.emit('inbox', [{ asks: [ask('old'), ask('new')] }])
  await until('news', () => told.length === 1)
  const before = client
  client = connect()
  before.close()
  await until('the next owner', () => service.follows.length === 3)
  service.emit('inbox', [{ asks: [] }])
  service.emit('inbox', [{ asks: [ask('new'), ask('newer')] }])
  await until('more news', () => told.length === 2)
  expect(told).toEqual(['new', 'newer'])
})
