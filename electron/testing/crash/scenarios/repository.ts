import { edges, node, type Scenario, topology, uses } from '../drawing.ts'

/** Leaves a file in the worktree, and a line that says so outside. */
const WRITE = `
  printf '%s\\n' "$1" > "$1.txt"
  printf '{"tool":"%s","effect":"%s"}\\n' "$1" "$SYNOD_IDEMPOTENCY_KEY" >> "$SYNOD_COUNT_FILE"
  sync "$SYNOD_COUNT_FILE"`

function writer(id: string): ReturnType<typeof node> {
  return node(id, 'command', { run: ['sh', '-c', WRITE, 'sh', id], as: id })
}

/** Both begin at the same state; the second may write only when the first is done, and what it did is merged. */
const writers = (what: string, check: readonly string[]): Scenario => ({
  document: topology(
    `two writers of a repository${what}`,
    [
      node('git', 'repo', { path: '{{in.repository}}', check }),
      writer('a'),
      writer('b'),
      node('both', 'verifier', { run: ['test', '-f', 'a.txt', '-a', '-f', 'b.txt'] }),
    ],
    [
      ...edges([
        'start.out git.open',
        'git.opened a.in',
        'git.opened b.in',
        'a.out end.in',
        'b.out both.in',
        'both.pass end.in',
      ]),
      uses('a', 'git', 'read-modify-write'),
      uses('b', 'git', 'read-modify-write'),
      uses('both', 'git', 'read'),
    ],
    { controllers: [{ id: 'turns', type: 'rate', nodes: ['a', 'b'], starts: 1, per_ms: 1000 }] },
  ),
  repository: true,
})

export const repositoryScenarios: readonly Scenario[] = [
  writers('', []),
  writers(' that checks what it merges', ['test', '-f', 'readme.txt']),
]
