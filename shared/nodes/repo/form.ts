import type { Form } from '../../topology/form.ts'
import type { Help } from '../../topology/kind.ts'
import { BRINGS_FIELD } from '../brings.ts'

export const repoHelp: Help = {
  summary: 'A git repository that the team works on, each worker in a worktree of its own.',
  paragraphs: [
    'A run works in a clone; the checkout you gave is never written. Workers are joined to it by dashed edges that say what they may do: read, write, or both.',
    'Changes are merged one at a time, in the order in which they come, onto the branch `synod` of the clone; each worker has a branch of its own there, `by/` and its id. Each message that follows carries {{in.change}}: repository, commit and tree.',
    'A change that touches the lines of another does not merge. It leaves its worker by the port "conflict", with both sides in {{in.conflict.files}} and the newest state in {{in.change}}: lead it back to the worker, or to a person. Not wired, it is an error of the worker.',
    'Two changes may fit line by line and still be wrong together. The check runs on the merged files before they become the newest state; what does not pass leaves by the same port, with what the check printed in {{in.conflict.report}}.',
    'The first message opens the repository. A later one goes on with the newest state when it names the same folder, and is an error when it names another.',
  ],
}

export const repoForm: Form = [
  {
    title: 'Repository',
    fields: [
      { type: 'text', key: 'path', label: 'Folder', hint: 'A path, or {{in.field}} from the message' },
      { type: 'text', key: 'from', label: 'Start from', hint: 'Branch or commit; empty: its HEAD' },
      BRINGS_FIELD,
    ],
  },
  {
    title: 'Check before merging',
    fields: [
      {
        type: 'list',
        key: 'check',
        label: 'Command',
        item: 'argument',
        hint: 'Runs on the merged files; {{tree.path}} is where they lie',
      },
      { type: 'list', key: 'network', label: 'May reach', item: 'host', hint: 'None: no network' },
    ],
  },
]
