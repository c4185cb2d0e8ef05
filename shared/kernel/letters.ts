import type { Access } from './access.ts'
import type { ChannelCell, DeadLetter } from './cells.ts'

/** What an edge drops or gives up by its own policy is remembered up to here; what failed is kept whatever the number. */
const MOST_REMEMBERED = 64

/** Puts a message among the channel's dead letters. */
export function bury(access: Access, channel: number, letter: DeadLetter): void {
  const cell = access.channel(channel)
  const dead = [...(cell.dead ?? []), letter]
  const spare = letter.reason === 'failed' ? -1 : dead.findIndex(({ reason }) => reason !== 'failed')
  const full = dead.length > MOST_REMEMBERED && spare >= 0
  access.set(channel, { ...cell, dead: full ? dead.toSpliced(spare, 1) : dead })
}

/** Takes a letter out. */
export function takeLetter(access: Access, channel: number, place: number): DeadLetter {
  const cell = access.channel(channel)
  const letter = cell.dead?.[place]
  if (letter === undefined) throw new Error(`channel ${channel} has no dead letter at ${place}`)
  const { dead: _, ...rest } = cell
  const left = (cell.dead ?? []).toSpliced(place, 1)
  access.set(channel, left.length === 0 ? rest : { ...rest, dead: left })
  return letter
}

/** A failed message waits for a person; what an edge was told to drop holds up nothing. */
export function waitsForPerson(cell: ChannelCell): boolean {
  return cell.dead?.some(({ reason }) => reason === 'failed') === true
}
