import { Buffer } from 'node:buffer'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRedactor, createStreamRedactor } from './redact.ts'
import { createSecrets } from './secrets.ts'

/** Planted where secrets have been seen to leak; none may come out. */
const CANARY = 'sk-canary/7+ "quoted" ü\nline=two'
const PLAIN = 'sk-canary-0123456789abcdef'

describe('the redactor', () => {
  const redact = createRedactor([CANARY, PLAIN, 'short'])

  test.each([
    ['as it is', (secret: string) => `Bearer ${secret}.`],
    ['in JSON', (secret: string) => JSON.stringify({ authorization: `Bearer ${secret}` })],
    ['in JSON within JSON', (secret: string) => JSON.stringify({ data: JSON.stringify({ key: secret }) })],
    ['URL-encoded', (secret: string) => `https://example.org/?key=${encodeURIComponent(secret)}&b=1`],
    ['as a form field', (secret: string) => new URLSearchParams({ key: secret }).toString()],
    ['in Base64', (secret: string) => Buffer.from(secret).toString('base64')],
    ['in Base64 after a name', (secret: string) => Buffer.from(`user:${secret}`).toString('base64')],
    ['in Base64 between others', (secret: string) => Buffer.from(`ab${secret}yz`).toString('base64')],
    ['in URL-safe Base64', (secret: string) => Buffer.from(`a${secret}`).toString('base64url')],
    ['in hex', (secret: string) => Buffer.from(secret).toString('hex')],
  ])('takes a canary out %s', (_where, plant) => {
    for (const secret of [CANARY, PLAIN]) {
      const planted = plant(secret)
      const clean = redact(planted)
      expect(clean).toContain('[redacted]')
      // What could still be decoded from what is left, in any of the encodings.
      for (const text of [clean, decode(clean, 'base64'), decode(clean, 'hex'), tryDecode(clean)])
        expect(text).not.toContain(secret.slice(3, 11))
    }
  })

  test('leaves everything else, short values too, and JSON stays JSON', () => {
    expect(redact('a short text')).toBe('a short text')
    expect(JSON.parse(redact(JSON.stringify({ a: CANARY, b: 'kept' })))).toEqual({
      a: '[redacted]',
      b: 'kept',
    })
    expect(createRedactor([])('anything')).toBe('anything')
  })

  test('a secret within a secret does not tear the longer one', () => {
    expect(createRedactor(['abcdefgh', 'abcdefghij'])('abcdefghij')).toBe('[redacted]')
  })

  test('no secret is left, wherever it starts in Base64', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 8, maxLength: 40 }), fc.string(), fc.string(), (secret, a, b) => {
        const planted = Buffer.from(a + secret + b).toString('base64')
        expect(createRedactor([secret])(planted)).toContain('[redacted]')
      }),
    )
  })
})

describe('the redactor of a stream', () => {
  test('finds a secret however it is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(PLAIN.length + 8)), (cuts) => {
        const text = `key=${PLAIN}, done; sk-can`
        const at = [...new Set([0, ...cuts, text.length])].sort((a, b) => a - b)
        const stream = createStreamRedactor([PLAIN])
        let out = ''
        for (let index = 1; index < at.length; index += 1)
          out += stream.push(text.slice(at[index - 1], at[index]))
        expect(out + stream.flush()).toBe('key=[redacted], done; sk-can')
      }),
    )
  })
})

describe('secrets', () => {
  test('the environment comes first, then the session', () => {
    const secrets = createSecrets({ OPENAI_API_KEY: ' from-environment ', EMPTY_API_KEY: '' })
    secrets.hold('OPENAI_API_KEY', 'from-session')
    secrets.hold('EMPTY_API_KEY', 'held-for-session')
    expect(secrets.get('OPENAI_API_KEY')).toBe('from-environment')
    expect(secrets.get('EMPTY_API_KEY')).toBe('held-for-session')
    expect(secrets.get('OTHER')).toBeNull()
  })

  test('what is named like a secret is one', () => {
    const values = createSecrets({
      ANTHROPIC_API_KEY: 'a-key',
      GH_TOKEN: 'a-token',
      DB_PASSWORD: 'a-password',
      AWS_SECRET_ACCESS_KEY: 'an-aws-key',
      HOME: '/home/someone',
      KEYBOARD: 'qwerty',
    }).values()
    expect(values).toEqual(['a-key', 'a-token', 'a-password', 'an-aws-key'])
  })
})

function decode(text: string, encoding: 'base64' | 'hex'): string {
  return Buffer.from(text, encoding).toString('utf8')
}

function tryDecode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return ''
  }
}
