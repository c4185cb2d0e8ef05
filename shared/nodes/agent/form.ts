import type { Form } from '../../topology/form.ts'
import type { Help } from '../../topology/kind.ts'
import { ERRANDS_FORM } from '../errands.ts'
import { EXEC_FIELDS } from '../exec.ts'

export const agentHelp: Help = {
  summary: 'A model in a loop: it reads the message, calls tools, and answers.',
  paragraphs: [
    'Each model step and each tool call is an effect of its own: after a crash the agent goes on from the last one that ended, and no finished call is repeated.',
    'Joined to a repository it works in a worktree of its own. What it changed becomes a commit when it answers.',
    'Joined to a store its model has tools for it, by the access of the dashed edge: store_read, store_write, or, where it may read and write, store_swap: that one writes only over what the model has seen, and else shows what is there. Under leases it only reads: keys that it updates are leased around its whole work.',
    'Joined to a ledger it waits for the topics that it needs, which its prompt has as {{decisions.topic}}, and decides topics by its answer: the field with the name of the topic, or the whole answer. Keys may be read before it begins, as {{store.key}}, and updated by its answer, as commands do; where another wrote meanwhile it works again, unless a tool of its may run only once.',
    'A tool that asks before each call waits for a person, who sees the exact command and may allow it, change its arguments, refuse it (the model is told why), or always allow this exact call in this drawing: synod allowed lists those, and takes them back.',
    'With "may ask a person" the model has the tool ask_person, and goes on with the answer in its conversation. With "can be told something" whoever watches may write to it; it is heard before the next model step, and survives a crash.',
    'The stand-in is a script, not a model: it plays its turns, may call the real tools and use their results. It is always labelled.',
  ],
}

export const agentForm: Form = [
  {
    title: 'Model',
    fields: [
      { type: 'text', key: 'model', label: 'Model', hint: 'auto, standin, anthropic:… or openai:…' },
      { type: 'longtext', key: 'prompt', label: 'Prompt', hint: '{{in.…}} is filled in from the message' },
      { type: 'number', key: 'turns', label: 'Turns', min: 1, max: 100 },
      { type: 'number', key: 'tokens', label: 'Token budget', min: 1 },
    ],
  },
  {
    title: 'Tools',
    fields: [
      {
        type: 'records',
        key: 'tools',
        label: 'Tools',
        item: 'tool',
        fields: [
          { type: 'text', key: 'name', label: 'Name' },
          { type: 'longtext', key: 'description', label: 'Description' },
          { type: 'json', key: 'parameters', label: 'Arguments', hint: 'JSON Schema' },
          ...EXEC_FIELDS,
          {
            type: 'choice',
            key: 'approve',
            label: 'Before each call',
            options: [
              { value: 'auto', label: 'Run it' },
              { value: 'ask', label: 'Ask a person, who sees exactly what would run' },
            ],
          },
        ],
      },
    ],
  },
  {
    title: 'People',
    fields: [
      { type: 'switch', key: 'ask_person', label: 'May ask a person while it works' },
      { type: 'switch', key: 'steer', label: 'Can be told something while it works' },
    ],
  },
  {
    title: 'Answer',
    fields: [
      { type: 'json', key: 'output', label: 'Form of the answer', hint: 'JSON Schema; {} for free text' },
      { type: 'text', key: 'as', label: 'Name in the message' },
    ],
  },
  ...ERRANDS_FORM,
  {
    title: 'Stand-in',
    fields: [
      {
        type: 'json',
        key: 'script',
        label: 'Script',
        hint: 'Turns that are played where no model is connected',
      },
    ],
  },
]
