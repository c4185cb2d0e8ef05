import type { Host, HostOptions } from '../service.ts'
import { type FakeService, fakeService, fakeSummary } from './fake-service.ts'

/** A host with one run, named after the process that opened it. */
export function openFakeHost(service?: FakeService): (options: HostOptions) => Promise<Host> {
  return async ({ home }) => ({
    home,
    service: service ?? fakeService({ 'run.list': () => ({ runs: [fakeSummary(`of-${process.pid}`)] }) }),
    close: async () => {},
  })
}
