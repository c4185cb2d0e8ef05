import { edges, node, type Scenario, topology, uses } from '../drawing.ts'

/** Leaves a file in the worktree, and a line that says so outside. */
const WRITE = `
  printf '%s\\n' "$1" > "$1.txt"
  printf '{"tool":"%s","effect":"%s"}\\n' "$1" "$SYNOD_IDEMPOTENCY_KEY" >> "$SYNOD_COUNT_FILE"
  sync "$SYNOD_COUNT_FILE"`

function writer(id: string): ReturnType<typeof node> {
  return node(id, 'command', { run: ['sh', '-c', WRITE, 'sh', id], as: id })
}

/** Two begin at the same state and write; what the second did is merged. */
const writers: Scenario = {
  document: topology(
    'two writers of a repository',
    [
      node('git', 'repo', { path: '{{in.repository}}' }),
      writer('a'),
      node('later', 'timer', { wait_ms: 1000 }),
      writer('b'),
      node('both', 'verifier', { run: ['test', '-f', 'a.txt', '-a', '-f', 'b.txt'] }),
    ],
    [
      ...edges([
        'start.out git.open',
        'git.opened a.in',
        'git.opened later.in',
        'later.out b.in',
        'a.out end.in',
        'b.out both.in',
        'both.pass end.in',
      ]),
      uses('a', 'git', 'read-modify-write'),
      uses('b', 'git', 'read-modify-write'),
      uses('both', 'git', 'read'),
    ],
  ),
  repository: true,
}

export const repositoryScenarios: readonly Scenario[] = [writers]
