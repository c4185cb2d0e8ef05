import process from 'node:process'
import { createInterface } from 'node:readline/promises'

/** What a command has of the world it was typed in, so that tests can stand in for it. */
export interface Terminal {
  readonly environment: { readonly [name: string]: string | undefined }
  /** A person sits here and can be asked. */
  readonly interactive: boolean
  /** The result, on stdout. */
  print(text: string): void
  /** Progress and errors, on stderr. */
  say(text: string): void
  /** Null when the person gave no answer: end of input, or the signal came first. */
  ask(question: string, signal?: AbortSignal): Promise<string | null>
  /** Ctrl+C, or another wish that this process end; returns what takes the listener away. */
  onEnd(listener: (signal: NodeJS.Signals) => void): () => void
}

const END_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

export function processTerminal(): Terminal {
  const listeners = new Set<(signal: NodeJS.Signals) => void>()
  return {
    environment: process.env,
    interactive: process.stdin.isTTY === true && process.stderr.isTTY === true,
    print: (text) => void process.stdout.write(`${plainText(text)}\n`),
    say: (text) => void process.stderr.write(`${plainText(text)}\n`),
    async ask(question, signal) {
      const reader = createInterface({ input: process.stdin, output: process.stderr })
      // While a question stands, readline takes Ctrl+C from the terminal.
      reader.on('SIGINT', () => process.emit('SIGINT', 'SIGINT'))
      const ended = new Promise<null>((resolve) => reader.once('close', () => resolve(null)))
      try {
        const answer = reader.question(plainText(question), signal === undefined ? {} : { signal })
        return await Promise.race([answer, ended])
      } catch {
        return null
      } finally {
        reader.close()
      }
    },
    onEnd(listener) {
      if (listeners.size === 0) for (const signal of END_SIGNALS) process.on(signal, tell)
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
        if (listeners.size === 0) for (const signal of END_SIGNALS) process.off(signal, tell)
      }
    },
  }

  function tell(signal: NodeJS.Signals): void {
    for (const listener of listeners) listener(signal)
  }
}

/**
 * Without control characters but line breaks and tabs. What agents and tools say is shown as text: an escape sequence
 * in it could otherwise hide or rewrite what a person is about to approve.
 */
export function plainText(text: string): string {
  return text.replace(/(?![\n\t])\p{Cc}|[\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '\ufffd')
}
