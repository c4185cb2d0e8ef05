import type {
  MethodName,
  Params,
  Result,
  SubscriptionName,
  Subscriptions,
} from '../../../shared/api/contract.ts'
import { HostError } from '../../../shared/api/contract.ts'
import type { HostService } from '../service.ts'

type Answers = { readonly [M in MethodName]?: (params: Params<M>) => Result<M> | Promise<Result<M>> }

export interface FakeService extends HostService {
  /** Emits to everyone who follows the topic at that moment. */
  emit<S extends SubscriptionName>(topic: S, events: readonly Subscriptions[S]['event'][]): void
  /** How often the topic has been followed, and what with. */
  readonly follows: { readonly topic: SubscriptionName; readonly params: unknown }[]
  followers(topic: SubscriptionName): number
}

/** A host that answers what a test says and keeps a log of transitions that can be read again. */
export function fakeService(answers: Answers = {}, log: () => readonly unknown[] = () => []): FakeService {
  const listeners = new Set<{ topic: SubscriptionName; emit: (events: readonly never[]) => void }>()
  const follows: FakeService['follows'] = []
  return {
    follows,
    async call(method, params) {
      const answer = answers[method]
      if (answer === undefined) throw new HostError({ code: 'not-found', message: `no ${method} here` })
      return answer(params)
    },
    follow(topic, params, emit) {
      follows.push({ topic, params })
      const one = { topic, emit: emit as (events: readonly never[]) => void }
      listeners.add(one)
      if (topic === 'run.transitions') {
        const { after } = params as Subscriptions['run.transitions']['params']
        const rest = log().slice(after)
        if (rest.length > 0) one.emit(rest as unknown as readonly never[])
      }
      return () => listeners.delete(one)
    },
    emit(topic, events) {
      for (const one of listeners) if (one.topic === topic) one.emit(events as readonly never[])
    },
    followers: (topic) => [...listeners].filter((one) => one.topic === topic).length,
  }
}

export function fakeTransition(seq: number): Subscriptions['run.transitions']['event'] {
  return { transition: {}, identity: { seq } } as Subscriptions['run.transitions']['event']
}

export function fakeSummary(run: string, seq = 0): Subscriptions['runs']['event'] {
  return {
    run,
    name: 'A run',
    path: '/a.synod.json',
    digest: 'd',
    status: 'running',
    startedAt: 1,
    endedAt: null,
    seq,
    tokens: 0,
    costUsd: 0,
    message: '',
    standin: true,
    unsandboxed: false,
  }
}
