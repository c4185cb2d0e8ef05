import { lastAtMost } from './history.ts'
import type { Recorded } from './recorded.ts'

interface Armings {
  readonly seqs: number[]
  readonly dues: number[]
}

/** When each timer of each component was armed, and for when. Whether it is armed still, the component's cell says. */
export class TimerLog {
  private readonly of = new Map<string, Armings>()

  add({ transition, identity }: Recorded): void {
    transition.armed.forEach(({ tag, of }, place) => {
      const key = `${of ?? transition.input.component} ${tag}`
      const known = this.of.get(key) ?? { seqs: [], dues: [] }
      known.seqs.push(identity.seq)
      known.dues.push(identity.due[place] ?? identity.at)
      this.of.set(key, known)
    })
  }

  /** The instant for which a timer was armed last, ms since 1970; null when it never was. */
  dueAt(component: number, tag: string, position: number): number | null {
    const known = this.of.get(`${component} ${tag}`)
    return known?.dues[lastAtMost(known.seqs, position)] ?? null
  }
}
