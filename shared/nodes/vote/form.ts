import type { Form } from '../../topology/form.ts'
import type { Help } from '../../topology/kind.ts'

export const voteHelp: Help = {
  summary: 'Decides by what enough voters say alike.',
  paragraphs: [
    'Each input is one voter; ballots belong together when they come from the same item and the same round of a loop. As soon as enough agree, their answer leaves by "decided". When all have come, or the deadline has passed, and no answer has enough, all ballots leave by "undecided". Of each item and round it decides once, and each voter is heard once: a ballot that comes later, or again, is dropped, and the card says so.',
    'A voter that crashes says nothing; one that misreads its task is Byzantine: it says something wrong with confidence. A vote survives f crashed voters only among 2f + 1, and f wrong ones only among 3f + 1.',
    'Voters on the same model fail together. Put them in one group: it has one vote, which is cast when more than half of its members say the same, and not at all while they are split.',
    'Ballots are the same when the named field is, byte for byte; when an expression over the message gives the same value; or when a judge, a model, says that they mean the same. A judge can be wrong, and is shown no names.',
  ],
}

export const voteForm: Form = [
  {
    title: 'Vote',
    fields: [
      { type: 'list', key: 'inputs', label: 'Voters', item: 'port' },
      {
        type: 'choice',
        key: 'rule',
        label: 'Decided by',
        options: [
          { value: 'majority', label: 'A majority' },
          { value: 'quorum', label: 'A number of them' },
          { value: 'unanimous', label: 'All of them' },
        ],
      },
      { type: 'number', key: 'quorum', label: 'How many', min: 1, max: 64, hint: 'For "a number of them"' },
      {
        type: 'number',
        key: 'deadline_ms',
        label: 'Deadline',
        min: 0,
        unit: 'ms',
        hint: 'From the first ballot; 0: none',
      },
    ],
  },
  {
    title: 'Faults that it survives',
    fields: [
      {
        type: 'choice',
        key: 'faults',
        label: 'A faulty voter',
        options: [
          { value: 'crash', label: 'Stays silent (2f + 1 voters)' },
          { value: 'byzantine', label: 'May be wrong (3f + 1 voters)' },
        ],
      },
      { type: 'number', key: 'f', label: 'How many of them', min: 0, max: 21 },
      {
        type: 'records',
        key: 'groups',
        label: 'Voters that fail together',
        item: 'voter',
        hint: 'Same model or provider: a group has one vote',
        fields: [
          { type: 'text', key: 'input', label: 'Voter' },
          { type: 'text', key: 'group', label: 'Group' },
        ],
      },
    ],
  },
  {
    title: 'When two ballots are the same',
    fields: [
      {
        type: 'choice',
        key: 'equal',
        label: 'Compared by',
        options: [
          { value: 'digest', label: 'A field, byte for byte' },
          { value: 'path', label: 'The value of an expression' },
          { value: 'judge', label: 'A judge: a model that reads them' },
        ],
      },
      {
        type: 'text',
        key: 'ballot',
        label: 'Field or expression',
        hint: 'answer, or for an expression answer.verdict',
      },
      { type: 'text', key: 'model', label: "Judge's model", hint: 'auto, standin, anthropic:… or openai:…' },
      {
        type: 'longtext',
        key: 'prompt',
        label: 'What the judge is told',
        hint: 'Empty: which of these mean the same; {{in}} is the list of ballots',
      },
      {
        type: 'json',
        key: 'script',
        label: "Stand-in's script",
        hint: 'Turns of the judge where no model is connected',
      },
    ],
  },
]
