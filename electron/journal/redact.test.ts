import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { keptJson } from './redact.ts'
import { openJournal } from './sqlite-journal.ts'
import { chunk, plain, RUNNING, record } from './testing/samples.ts'
import { temporaryFolders } from './testing/temporary.ts'

const SECRETS = ['sk-0123456789', 'first "line"\nsecond line']
const newFolder = temporaryFolders()

function redact(text: string): string {
  return SECRETS.reduce((left, secret) => left.replaceAll(secret, '[redacted]'), text)
}

describe('redaction', () => {
  it('leaves JSON without the secrets, wherever they stand', () => {
    const part = fc.oneof(fc.string({ maxLength: 4 }), fc.constantFrom(...SECRETS))
    const text = fc.array(part, { maxLength: 4 }).map((parts) => parts.join(''))
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        text,
        fc.double({ noNaN: true, noDefaultInfinity: true }),
        fc.constantFrom(null, true),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(text, tie('value'), { maxKeys: 3 }),
      ),
    }))
    fc.assert(
      fc.property(value, (one) => {
        const kept = keptJson(one, redact)
        for (const secret of SECRETS) expect(kept).not.toContain(JSON.stringify(secret).slice(1, -1))
        JSON.parse(kept)
        const text = JSON.stringify(one)
        if (SECRETS.every((secret) => !text.includes(JSON.stringify(secret).slice(1, -1))))
          expect(kept).toBe(text)
      }),
    )
  })

  it('keeps secrets out of every file of a journal', async () => {
    const folder = newFolder()
    const journal = openJournal(folder, { durability: 'off', redact })
    const secret = SECRETS.join(' ')
    const ref = journal.payloads.put({ said: secret })
    expect(journal.payloads.get(ref)).toEqual({ said: '[redacted] [redacted]' })
    expect(ref).toBe(createHash('sha256').update('{"said":"[redacted] [redacted]"}').digest('hex'))
    await journal.createRun({ ...record('one'), input: { token: secret } }, RUNNING)
    const large = { note: 'x'.repeat(3000), argv: [secret] }
    await journal.append('one', {
      transitions: [plain(1, secret), plain(2, large), plain(3, { ...large, more: secret })],
    })
    await journal.append('one', {
      transitions: [],
      progress: { ...RUNNING, message: secret },
      snapshot: {
        seq: 3,
        cells: [
          { type: 'actor', version: 1, local: secret, status: 'up', unfinished: [], effects: [], timers: [] },
        ],
        identity: { seq: 3, components: [] },
      },
    })
    journal.appendChunks('one', [chunk(1, secret)])
    await journal.putSetting('note', secret)
    const files = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1'))
    await journal.close()
    files.push(...readdirSync(folder).map((name) => readFileSync(join(folder, name), 'latin1')))
    for (const bytes of files) {
      expect(bytes).not.toContain('sk-0123')
      expect(bytes).not.toContain('second line')
    }
    const again = openJournal(folder)
    expect(again.run('one')?.record).toMatchObject({ input: { token: '[redacted] [redacted]' } })
    expect(again.transitionsAfter('one', 0, 1)).toEqual([plain(1, '[redacted] [redacted]')])
    expect(again.transitionsAfter('one', 2, 1)).toEqual([
      plain(3, { note: large.note, argv: ['[redacted] [redacted]'], more: '[redacted] [redacted]' }),
    ])
    await again.close()
  })
})
