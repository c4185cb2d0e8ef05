const kept = ['HOME', 'LANG', 'PATH', 'SystemRoot', 'TEMP', 'TMPDIR']

/** The environment for code of the repository: where things are, and no key or token of ours. */
export function childEnvironment() {
  return Object.fromEntries(
    kept.filter((name) => name in process.env).map((name) => [name, process.env[name]]),
  )
}
