import type { Resumed } from '../engines/waiting.ts'
import { Child } from '../harness/child.ts'
import { removeFolder, scratchFolder } from '../harness/places.ts'
import type { Samples } from '../harness/report.ts'

/** Each round kills a process that holds a run waiting for a person, and takes the run up in a new one. */
export async function measureResume(
  rounds: number,
  samples: Samples,
  say: (text: string) => void,
): Promise<void> {
  say('Resuming after kill -9')
  for (let round = 1; round <= rounds; round += 1) {
    const folder = scratchFolder()
    try {
      await inChild((child) => child.ask<null>({ type: 'wait', folder }))
      const resumed = await inChild((child) => child.ask<Resumed>({ type: 'resume', folder }))
      samples.add('resume.journal', 'ms', resumed.journalMs)
      samples.add('resume.modules', 'ms', resumed.modulesMs)
      samples.add('resume.process', 'ms', resumed.processMs)
    } finally {
      removeFolder(folder)
    }
  }
}

async function inChild<T>(work: (child: Child) => Promise<T>): Promise<T> {
  const child = new Child('synod')
  try {
    return await work(child)
  } finally {
    await child.kill()
  }
}
