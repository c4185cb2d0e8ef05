import { kinds } from '../../nodes/index.ts'
import { compile } from '../../topology/compile.ts'
import { DOCUMENT_VERSION, type TopologyDocument } from '../../topology/document.ts'
import type { Plan } from '../../topology/plan.ts'

const worker = { attempts: 3, backoff_ms: 1600 }

/** A small team that repairs a package: all that previews and tests of the run's panels need. */
export const team: TopologyDocument = {
  synod: DOCUMENT_VERSION,
  name: 'Ship a fix',
  nodes: [
    {
      ...{ id: 'issue', kind: 'input', at: [40, 152], name: 'Issue' },
      config: {
        fields: [
          {
            name: 'task',
            label: 'What is wrong',
            type: 'longtext',
            required: true,
            default: 'Setting --constructor.a=x writes outside the object',
          },
          { name: 'repository', label: 'Repository', type: 'repository' },
          { name: 'depth', label: 'Cases to try', type: 'number', default: 1000 },
        ],
      },
    },
    {
      id: 'minimist',
      kind: 'repo',
      at: [440, 560],
      name: 'minimist 1.2.5',
      config: { path: '/tmp/minimist' },
    },
    {
      id: 'review',
      kind: 'agent',
      at: [280, 40],
      name: 'Reviewer',
      config: { model: 'standin', prompt: 'Linters: eslint, tsc', as: 'findings' },
      policy: worker,
    },
    {
      id: 'test',
      kind: 'agent',
      at: [280, 232],
      name: 'Test writer',
      config: { model: 'standin', prompt: 'fast-check properties', as: 'test' },
      policy: worker,
    },
    { id: 'both', kind: 'join', at: [520, 136], name: 'Both', config: { inputs: ['findings', 'test'] } },
    {
      id: 'fix',
      kind: 'agent',
      at: [760, 136],
      name: 'Fixer',
      config: {
        model: 'standin',
        prompt: 'Change as little as you can',
        as: 'patch',
        tools: [{ name: 'npm-test', run: ['npm', 'test'] }],
      },
      policy: worker,
    },
    {
      id: 'verify',
      kind: 'verifier',
      at: [1000, 136],
      name: 'Verifier',
      config: { run: ['npm', 'test'], output: 'json' },
      policy: worker,
    },
    {
      id: 'ok',
      kind: 'gate',
      at: [320, 392],
      name: 'Deploy this change?',
      config: { ask: 'Deploy this change?', show: ['report'] },
    },
    {
      id: 'deploy',
      kind: 'command',
      at: [600, 392],
      name: 'Deploy',
      config: { run: ['git', 'push', 'origin', 'fix/setkey:main'], class: 'once' },
    },
    { id: 'result', kind: 'output', at: [860, 392], name: 'Result', config: {} },
    { id: 'refused', kind: 'output', at: [860, 520], name: 'Not shipped', config: {} },
  ],
  edges: [
    { id: 'e0', from: 'issue.out', to: 'minimist.open' },
    { id: 'e1', from: 'minimist.opened', to: 'review.in' },
    { id: 'e2', from: 'minimist.opened', to: 'test.in' },
    { id: 'e3', from: 'review.out', to: 'both.findings' },
    { id: 'e4', from: 'test.out', to: 'both.test' },
    { id: 'e5', from: 'both.out', to: 'fix.in', policy: { capacity: 16 } },
    {
      id: 'e6',
      from: 'fix.out',
      to: 'verify.in',
      policy: { contract: { type: 'object', required: ['patch'] } },
    },
    { id: 'e7', from: 'verify.fail', to: 'fix.in', policy: { rounds: 3 } },
    { id: 'e8', from: 'verify.pass', to: 'ok.in' },
    { id: 'e9', from: 'ok.approved', to: 'deploy.in' },
    { id: 'e10', from: 'ok.rejected', to: 'refused.in' },
    { id: 'e11', from: 'deploy.out', to: 'result.in' },
    { id: 'e12', from: 'verify.exhausted', to: 'refused.in' },
    { id: 'r1', from: 'test', to: 'minimist', access: 'read-modify-write' },
    { id: 'r2', from: 'fix', to: 'minimist', access: 'read-modify-write' },
    { id: 'r3', from: 'verify', to: 'minimist', access: 'read' },
  ],
}

export function planOf(document: TopologyDocument): Plan {
  const compiled = compile(document, kinds)
  if (compiled.ok) return compiled.value
  throw new Error(compiled.problems.map((problem) => `${problem.path} ${problem.message}`).join('\n'))
}
