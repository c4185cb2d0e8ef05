import {
  HostError,
  type MethodName,
  methods,
  type Params,
  type SubscriptionName,
  type Subscriptions,
  subscriptionParams,
} from '../../shared/api/contract.ts'
import { type ClientFrame, clientFrameSchema } from '../../shared/api/wire.ts'
import { pathText } from '../../shared/topology/problem.ts'

/** What comes from the other side, checked; undefined for a text that is no frame at all. */
export function readFrame(text: string): ClientFrame | undefined {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return undefined
  }
  const parsed = clientFrameSchema.safeParse(raw)
  // The names of methods and topics are checked where they are looked up, so that a wrong one gets an answer.
  return parsed.success ? (parsed.data as ClientFrame) : undefined
}

export function readCall(method: string, raw: unknown): { method: MethodName; params: Params<MethodName> } {
  if (!Object.hasOwn(methods, method)) throw badInput(`there is no method ${quoted(method)}`)
  const known = method as MethodName
  const parsed = methods[known].params.safeParse(raw)
  if (!parsed.success) throw badParams(known, parsed.error.issues)
  return { method: known, params: parsed.data as Params<MethodName> }
}

export function readFollow(
  topic: string,
  raw: unknown,
): { topic: SubscriptionName; params: Subscriptions[SubscriptionName]['params'] } {
  if (!Object.hasOwn(subscriptionParams, topic)) throw badInput(`there is no topic ${quoted(topic)}`)
  const known = topic as SubscriptionName
  const parsed = subscriptionParams[known].safeParse(raw)
  if (!parsed.success) throw badParams(known, parsed.error.issues)
  return { topic: known, params: parsed.data as Subscriptions[SubscriptionName]['params'] }
}

function badParams(
  what: string,
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): HostError {
  const problems = issues.map((issue) => ({ path: pathText(issue.path), message: issue.message }))
  const first = problems[0]
  const place = first === undefined || first.path === '' ? '' : `${first.path}: `
  return new HostError({
    code: 'bad-input',
    message: `${what}: ${place}${first?.message ?? 'wrong parameters'}`,
    problems,
  })
}

export function badInput(message: string): HostError {
  return new HostError({ code: 'bad-input', message })
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text)
}
