import type { EffectKind } from '../topology/kind.ts'

/** How a request to a resource and its answer are told, on the dashed edge and in sentences. */
interface Words {
  readonly request: string
  /** By the tag of the answer. */
  readonly replies: Readonly<Record<string, string>>
  /** What the resource does; `%` is its client's name. */
  readonly serves: string
  /** What the worker has then, by the tag of the answer. */
  readonly has: Readonly<Record<string, string>>
}

const WRITE: Words = {
  request: 'a write',
  replies: {
    ok: 'written',
    moved: 'moved: not written',
    fenced: 'lease is over: not written',
    error: 'refused',
  },
  serves: 'takes a write of %',
  has: {
    ok: 'has written',
    moved: 'has not written: another wrote since it read',
    fenced: 'has not written: its lease is over',
    error: 'may not write',
  },
}

const EXCHANGES: { readonly [K in EffectKind]?: Words } = {
  'repo.checkout': {
    request: 'asks for a worktree',
    replies: { ok: 'a worktree', error: 'no worktree' },
    serves: 'hands % a worktree',
    has: { ok: 'has its worktree', error: 'gets no worktree' },
  },
  'repo.commit': {
    request: 'its change',
    replies: {
      ok: 'change committed',
      conflict: 'conflict',
      'semantic-conflict': 'does not pass together',
      failed: 'not committed',
      error: 'not committed',
    },
    serves: 'takes the change of %',
    has: {
      ok: 'has its change committed',
      conflict: 'has a conflict: others changed the same lines',
      'semantic-conflict': 'has a conflict: together with the others its change does not pass the check',
      failed: 'cannot have its change committed',
      error: 'cannot have its change committed',
    },
  },
  'store.read': {
    request: 'reads',
    replies: { ok: 'what it holds', error: 'refused' },
    serves: 'shows % what it holds',
    has: { ok: 'has read', error: 'may not read' },
  },
  'store.write': WRITE,
  'store.swap': WRITE,
  'store.lease': {
    request: 'asks for a lease',
    replies: { ok: 'a lease', error: 'no lease' },
    serves: 'hears that % wants a lease',
    has: { ok: 'holds the lease', error: 'gets no lease' },
  },
  'store.release': {
    request: 'gives its lease back',
    replies: { ok: 'lease is over', error: 'refused' },
    serves: 'takes the lease back from %',
    has: { ok: 'has given its lease back', error: 'has no lease to give back' },
  },
  'decisions.get': {
    request: 'asks what is decided',
    replies: { ok: 'what is decided', error: 'refused' },
    serves: 'hears what % needs decided',
    has: { ok: 'has the decisions that it needs', error: 'may not read decisions' },
  },
  'decisions.settle': {
    request: 'its decision',
    replies: { ok: 'it stands', stands: 'another stands', error: 'refused' },
    serves: 'hears the decision of %',
    has: {
      ok: 'has decided',
      stands: 'is told that another decision stands',
      error: 'may not decide',
    },
  },
}

/** What a request to a resource or its reply is called on the edge. */
export function exchangeText(type: 'request' | 'reply', kind: EffectKind, tag: string): string {
  const words = EXCHANGES[kind]
  if (words === undefined) return type
  return type === 'request' ? words.request : (words.replies[tag] ?? tag)
}

/** "Board shows Writer what it holds" */
export function servedText(name: string, kind: EffectKind | undefined, client: string): string {
  const words = kind === undefined ? undefined : EXCHANGES[kind]
  return `${name} ${(words?.serves ?? 'hears %').replace('%', () => client)}`
}

/** "Writer has read" */
export function repliedText(name: string, kind: EffectKind | undefined, tag: string): string {
  const words = kind === undefined ? undefined : EXCHANGES[kind]
  return `${name} ${words?.has[tag] ?? 'has its answer'}`
}
