/** Where keys come from. A topology never holds one; it names a model, and the model's provider names its key. */
export interface Secrets {
  /** The value, or null where there is none. An empty one counts as none. */
  get(name: string): string | null
  /** Keeps a value for this session only; it is never written. */
  hold(name: string, value: string): void
  /** Every value that must not be seen in a journal or a log. */
  values(): readonly string[]
}

export type Environment = { readonly [name: string]: string | undefined }

/** Names of what people keep secret in an environment, besides the keys that Synod itself reads. */
const SECRET_NAME =
  /(?:^|_)(?:API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|KEY|TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?)(?:_|$)/i

/** The environment first, else what this session was given. */
export function createSecrets(environment: Environment): Secrets {
  const held = new Map<string, string>()
  return {
    get: (name) => environment[name]?.trim() || held.get(name) || null,
    hold(name, value) {
      held.set(name, value)
    },
    values() {
      const named = Object.entries(environment).filter(([name]) => SECRET_NAME.test(name))
      const all = [...named.map(([, value]) => value ?? ''), ...held.values()]
      return [...new Set(all.flatMap((value) => [value, value.trim()]))].filter((value) => value !== '')
    },
  }
}
