import type { TrustList } from '../../shared/api/contract.ts'
import type { AgentConfig } from '../../shared/nodes/agent/config.ts'
import type { CommandConfig } from '../../shared/nodes/command/index.ts'
import type { RepoConfig } from '../../shared/nodes/repo/config.ts'
import type { Plan } from '../../shared/topology/plan.ts'
import type { Journal } from '../drivers/seams.ts'
import { digestOfValue } from './digest.ts'
import { isExample } from './places.ts'

const TRUSTED = 'trusted:'

/** All that a topology may do outside: what a person reads before the first run of a file from elsewhere. */
export function trustList(plan: Plan): TrustList {
  const commands: string[] = []
  const models: string[] = []
  const hosts: string[] = []
  const repositories: string[] = []
  for (const actor of plan.actors) {
    const { config } = actor.bound
    // An agent's, and that of a judge.
    models.push(...(actor.kind.uses?.(config).models ?? []))
    if (actor.kind.kind === 'agent') {
      const agent = config as AgentConfig
      for (const tool of agent.tools) {
        commands.push(tool.run.join(' '))
        hosts.push(...tool.network)
      }
    } else if (actor.kind.kind === 'command' || actor.kind.kind === 'verifier') {
      const command = config as CommandConfig
      commands.push(command.run.join(' '))
      if ((command.probe ?? []).length > 0) commands.push(command.probe.join(' '))
      hosts.push(...command.network)
    } else if (actor.kind.kind === 'repo') {
      const repository = config as RepoConfig
      repositories.push(repository.path)
      if (repository.check.length > 0) commands.push(repository.check.join(' '))
      hosts.push(...repository.network)
    }
  }
  const list = {
    commands: unique(commands),
    models: unique(models),
    hosts: unique(hosts),
    repositories: unique(repositories),
  }
  return { digest: digestOfValue(list), ...list }
}

/** Synod's own examples are trusted, and whatever list a person has accepted before. */
export function isTrusted(list: TrustList, path: string, journal: Journal): boolean {
  const harmless = list.commands.length + list.repositories.length === 0
  return harmless || isExample(path) || journal.setting(TRUSTED + list.digest) === true
}

export function trust(list: TrustList, journal: Journal): Promise<void> {
  return journal.putSetting(TRUSTED + list.digest, true)
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort()
}
