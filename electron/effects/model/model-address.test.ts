import { describe, expect, test } from 'vitest'
import { listModels, modelAddress, modelProblem, resolveModel } from './model-address.ts'
import { costUsd } from './prices.ts'
import { createSpend, spendCapUsd } from './spend.ts'

describe('which model answers', () => {
  test.each([
    ['auto', {}, 'standin'],
    ['auto', { ANTHROPIC_API_KEY: ' ' }, 'standin'],
    ['auto', { OPENAI_API_KEY: 'k' }, 'openai:gpt-6.1-terra'],
    ['auto', { OPENAI_API_KEY: 'k', ANTHROPIC_API_KEY: 'k' }, 'anthropic:claude-sonnet-5-5'],
    ['auto', { ANTHROPIC_API_KEY: 'k', SYNOD_MODEL: 'ollama:qwen3:8b' }, 'ollama:qwen3:8b'],
    ['standin', { ANTHROPIC_API_KEY: 'k' }, 'standin'],
    ['vllm:some/model', { ANTHROPIC_API_KEY: 'k' }, 'vllm:some/model'],
  ])('%s with %j is %s', (configured, environment, id) => {
    expect(resolveModel(configured, environment)).toBe(id)
  })
})

describe('an address', () => {
  test.each([
    ['ollama:qwen3:8b', 'qwen3:8b', 'http://127.0.0.1:11434/v1', 'OLLAMA_API_KEY', true],
    [
      'openrouter:openai/gpt-6.1-terra',
      'openai/gpt-6.1-terra',
      'https://openrouter.ai/api/v1',
      'OPENROUTER_API_KEY',
      false,
    ],
    ['compatible:a@b@https://models.example.org/v1/', 'a@b', 'https://models.example.org/v1', null, false],
    ['compatible:m@http://[::1]:8000/v1', 'm', 'http://[::1]:8000/v1', null, true],
  ])('%s', (id, model, url, key, free) => {
    expect(modelAddress(id, {})).toMatchObject({ id, model, url, key, free })
  })

  test('is replaced by the environment', () => {
    const environment = { LMSTUDIO_BASE_URL: 'http://models.example.org:1234/v1' }
    expect(modelAddress('lmstudio:m', environment)).toMatchObject({
      host: 'models.example.org:1234',
      key: 'LMSTUDIO_API_KEY',
    })
  })
})

test('what speaks against a model shows before it is asked', () => {
  expect(modelProblem('standin', true, {})).toBeNull()
  expect(modelProblem('standin', false, {})).toMatch(/no script/)
  expect(modelProblem('openai:gpt-6-sol', true, {})).toMatch(/Set OPENAI_API_KEY/)
  expect(modelProblem('openai:gpt-6-sol', false, { OPENAI_API_KEY: 'k' })).toBeNull()
  expect(modelProblem('ollama:m', false, {})).toBeNull()
  expect(modelProblem('nonsense', false, {})).toMatch(/names no model/)
})

test('the list says which keys are there', () => {
  const models = listModels({ OPENAI_API_KEY: 'k' })
  expect(models.filter((one) => one.available).map((one) => one.id)).toEqual([
    'openai:gpt-6.1-terra',
    'standin',
  ])
})

test.each([
  ['claude-opus-5-5', 4],
  ['claude-opus-5', 5],
  ['claude-opus-4-8', 5],
  ['claude-opus-4-1-20250805', 15],
  ['anthropic/claude-sonnet-4.5', 3],
  ['claude-haiku-5-5', 0.5],
  ['gpt-6.1-terra-2026-10-26', 2],
  ['gpt-4.1-mini', null],
  ['gpt-6.1-terra-fast', null],
  ['house-model', null],
])('a million tokens read by %s cost %s', (model, usd) => {
  expect(costUsd(model, 1_000_000, 0)).toBe(usd)
})

test('a long prompt costs more', () => {
  expect(costUsd('claude-haiku-5-5', 10_000, 10_000)).toBeCloseTo(0.006)
  expect(costUsd('claude-haiku-5-5', 200_000, 10_000)).toBeCloseTo(0.125)
})

test('the cap is five dollars, or what the environment says', () => {
  expect(createSpend().capUsd).toBe(5)
  expect(spendCapUsd({})).toBe(5)
  expect(spendCapUsd({ SYNOD_SPEND_CAP_USD: '0.5' })).toBe(0.5)
  expect(() => spendCapUsd({ SYNOD_SPEND_CAP_USD: 'much' })).toThrow(/SYNOD_SPEND_CAP_USD must be a number/)
})
