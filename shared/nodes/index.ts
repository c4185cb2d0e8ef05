import type { KindTable, NodeKind } from '../topology/kind.ts'
import { agentKind } from './agent/index.ts'
import { commandKind } from './command/index.ts'
import { conditionKind } from './condition/index.ts'
import { contractKind } from './contract/index.ts'
import { decisionsKind } from './decisions/index.ts'
import { gateKind } from './gate/index.ts'
import { inputKind } from './input/index.ts'
import { joinKind } from './join/index.ts'
import { mapKind } from './map/index.ts'
import { outputKind } from './output/index.ts'
import { relayKind } from './relay/index.ts'
import { repoKind } from './repo/index.ts'
import { routerKind } from './router/index.ts'
import { storeKind } from './store/index.ts'
import { timerKind } from './timer/index.ts'
import { topologyKind } from './topology/index.ts'
import { transformKind } from './transform/index.ts'
import { verifierKind } from './verifier/index.ts'
import { voteKind } from './vote/index.ts'

/** Every node kind, in the order of the palette. A new one is a folder here and a line in this list. */
const LIST: readonly NodeKind[] = [
  inputKind,
  outputKind,
  timerKind,
  agentKind,
  commandKind,
  routerKind,
  joinKind,
  mapKind,
  gateKind,
  verifierKind,
  voteKind,
  repoKind,
  storeKind,
  decisionsKind,
  topologyKind,
  contractKind,
  conditionKind,
  transformKind,
  relayKind,
]

export const kinds: KindTable = new Map(LIST.map((kind) => [kind.kind, kind]))
