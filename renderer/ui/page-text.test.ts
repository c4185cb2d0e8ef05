import { expect, it } from 'vitest'
import { blocksOf } from './page-text.tsx'

it('reads headings, paragraphs, lists and code of a page, and leaves its title out', () => {
  const page = [
    '# Title',
    '',
    'One',
    'line.',
    '',
    '## Why',
    '- a',
    '  goes on',
    '- b',
    '```json',
    '{ }',
    '```',
    'End',
  ]
  expect(blocksOf(page.join('\n'))).toEqual([
    { type: 'text', lines: ['One', 'line.'] },
    { type: 'heading', lines: ['Why'] },
    { type: 'list', lines: ['a goes on', 'b'] },
    { type: 'code', lines: ['{ }'] },
    { type: 'text', lines: ['End'] },
  ])
})

it('never loops on what it does not know', () => {
  expect(blocksOf('| a | b |\n|---|---|\n   indented\n```\nopen').map(({ type }) => type)).toEqual([
    'text',
    'code',
  ])
})
